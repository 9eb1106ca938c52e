//! Segments of a locked round (live.md L35–L39).
