use super::super::{Framework, FrameworkState, LevelText, Purpose, Scale, Version};
use super::*;

pub fn id(n: u8) -> CompetenceId {
    CompetenceId::from_bytes([n; 16])
}

fn node(n: u8, parent: Option<u8>, kind: NodeKind) -> Node {
    Node {
        id: id(n),
        parent: parent.map(id),
        kind,
        code: format!("n{n}").parse().unwrap(),
        title: Multilingual::german(format!("Titel {n}")),
        description: Multilingual::default(),
        position: i64::from(n),
        esco_uri: String::new(),
        anchors: Vec::new(),
    }
}

pub fn area(n: u8, parent: Option<u8>) -> Node {
    node(n, parent, NodeKind::Area)
}

pub fn competence(n: u8, parent: Option<u8>) -> Node {
    node(n, parent, NodeKind::Competence)
}

/// A framework on a scale of three levels.
pub fn framework(own: bool, state: FrameworkState) -> Framework {
    let level = LevelText { title: Multilingual::german("Stufe"), description: Multilingual::default() };
    let scale = Scale {
        id: [1; 16].into(),
        own: false,
        code: "kurz-3".parse().unwrap(),
        title: Multilingual::german("Skala"),
        purpose: Purpose::Skill,
        levels: vec![level; 3],
    };
    Framework {
        id: [1; 16].into(),
        own,
        code: "metall".parse().unwrap(),
        version: Version::first(),
        title: Multilingual::german("Metall"),
        description: Multilingual::default(),
        source: String::new(),
        licence: String::new(),
        state,
        scale,
        mapping: None,
    }
}
