//! Snapshots of a view, built once and shared by all its subscribers (live.md L43–L46).

use bytes::Bytes;
use weiterblick_domain::roundtable::revision::Revision;

/// The events of a stream that carry a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FrameKind {
    Scene,
    Count,
    Board,
}

impl FrameKind {
    pub const ALL: [Self; 3] = [Self::Scene, Self::Count, Self::Board];

    /// The name of the event in the stream.
    pub const fn event(self) -> &'static str {
        match self {
            Self::Scene => "scene",
            Self::Count => "count",
            Self::Board => "board",
        }
    }
}

/// One complete snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Grows with each snapshot of this kind and view.
    serial: u64,
    block: Bytes,
    json: Bytes,
}

impl Frame {
    pub(crate) fn new(kind: FrameKind, serial: u64, r: Revision, json: &[u8]) -> Self {
        let head = format!("event: {}\nid: {}\ndata: ", kind.event(), r.0);
        let mut block = Vec::with_capacity(head.len() + json.len() + 2);
        block.extend_from_slice(head.as_bytes());
        block.extend_from_slice(json);
        block.extend_from_slice(b"\n\n");
        let block = Bytes::from(block);
        let json = block.slice(head.len()..block.len() - 2);
        Self { serial, block, json }
    }

    /// The whole event of an event stream, with the revision as its id and the closing blank line.
    pub fn block(&self) -> Bytes {
        self.block.clone()
    }

    /// The payload alone, on one line.
    pub fn json(&self) -> Bytes {
        self.json.clone()
    }
}

/// The newest snapshots of a view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frames {
    pub scene: Option<Frame>,
    /// None where the view gets no counts now.
    pub count: Option<Frame>,
    /// None where the view shows neither cards nor questions now.
    pub board: Option<Frame>,
}

/// What a subscriber has sent already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen([u64; 3]);

impl Frames {
    /// The frames that `seen` does not know, scene first; it knows them afterwards.
    pub fn unseen(&self, seen: &mut Seen) -> Vec<Frame> {
        let frames = [&self.scene, &self.count, &self.board];
        let fresh = frames.into_iter().zip(&mut seen.0).filter_map(|(frame, seen)| {
            let frame = frame.as_ref().filter(|frame| frame.serial > *seen)?;
            *seen = frame.serial;
            Some(frame.clone())
        });
        fresh.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_one_event_of_a_stream_around_its_json() {
        let frame = Frame::new(FrameKind::Count, 1, Revision(7), br#"{"r":7}"#);
        assert_eq!(frame.block(), &b"event: count\nid: 7\ndata: {\"r\":7}\n\n"[..]);
        assert_eq!(frame.json(), &br#"{"r":7}"#[..]);
    }

    #[test]
    fn a_subscriber_gets_what_is_new_to_it_and_the_scene_first() {
        let frame = |kind, serial| Some(Frame::new(kind, serial, Revision(0), b"{}"));
        let mut frames = Frames { scene: frame(FrameKind::Scene, 1), count: frame(FrameKind::Count, 1), board: None };
        let mut seen = Seen::default();
        assert_eq!(frames.unseen(&mut seen).len(), 2);
        assert_eq!(frames.unseen(&mut seen), []);
        frames.count = frame(FrameKind::Count, 3);
        assert_eq!(frames.unseen(&mut seen), [frames.count.clone().unwrap()]);
    }
}
