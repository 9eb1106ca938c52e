use sha2::{Digest, Sha256};

/// What is shipped with the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShippedKind {
    Scale,
    Framework,
    Competence,
}

/// The id of something shipped: the first 16 bytes of SHA-256 of `kind:key`, such as `framework:digcomp@2.2`. So every
/// installation has the same one.
pub fn shipped_id<I: From<[u8; 16]>>(kind: ShippedKind, key: &str) -> I {
    let word = match kind {
        ShippedKind::Scale => "scale",
        ShippedKind::Framework => "framework",
        ShippedKind::Competence => "competence",
    };
    let digest: [u8; 32] = Sha256::digest(format!("{word}:{key}")).into();
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    id.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{CompetenceId, FrameworkId};

    /// Installations hold these ids: they never change.
    #[test]
    fn shipped_ids_are_the_same_everywhere() {
        let framework: FrameworkId = shipped_id(ShippedKind::Framework, "digcomp@2.2");
        let competence: CompetenceId = shipped_id(ShippedKind::Competence, "digcomp@2.2/1.1");
        assert_eq!(framework.to_string(), "ca812744-e2e4-b4d5-c1e1-3167cbdbe0ee");
        assert_eq!(competence.to_string(), "0905ec17-dbad-840e-3777-f4c49253ccc3");
    }
}
