//! Server functions of competences.

mod assignment;
mod framework;
mod input;
mod node;
mod profile;
mod scale;
mod target;

pub use assignment::{AssignPeople, AssignUnits};
pub use framework::{
    CopyFramework, CreateFramework, DeleteFramework, EditFramework, PublishFramework, RetireFramework,
};
pub use input::{LevelInput, NodeInto, TargetInput, TextInput};
pub use node::{AddNode, DeleteNode, EditNode, MoveNode};
pub use profile::{CreateProfile, DeleteProfile, EditProfile};
pub use scale::{CreateScale, DeleteScale};
pub use target::{AddTargets, SaveTargets};
