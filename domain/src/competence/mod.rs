//! Competence frameworks, scales, anchors and job profiles (needs-analysis §3.2, §5, §6).
//!
//! A [`Framework`] is edited as a draft, published, and never changes afterwards; its competences form a [`Tree`].
//! A [`JobProfile`] says which level of which competence a kind of work asks for ([`Target`]).

mod anchors;
mod code;
mod framework;
mod key;
mod profile;
mod scale;
pub mod seed;
mod shipped;
mod states;
mod target;
mod texts;
mod tree;
mod version;

pub use anchors::{ANCHOR_MAX, AnchorError, AnchorProblem, parse_anchors};
pub use code::{Code, CodeError};
pub use framework::{Framework, MappedLevel, Mapping, PublishError, StateError};
pub use key::{Key, KeyError};
pub use profile::{Horizon, JobProfile};
pub use scale::{LEVELS_MAX, LEVELS_MIN, LevelError, LevelPart, LevelText, Purpose, RawLevel, Scale, parse_levels};
pub use shipped::{ShippedKind, shipped_id};
pub use states::{FrameworkState, NodeKind};
pub use target::{RawTarget, TARGETS_MAX, Target, TargetField, TargetProblem, Weight};
pub use texts::{DESCRIPTION_MAX, RawText, TITLE_MAX, TextErrors, description, title};
pub use tree::{COMPETENCES_MAX, DEPTH_MAX, Direction, Node, PlaceError, Tree, TreeRow};
pub use version::Version;
