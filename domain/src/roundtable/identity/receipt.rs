//! Receipts (Belege): "my ballot is counted", not what was chosen (L4).

use super::crockford;
use super::hash::sha256;
use super::refs::VoterRef;
use crate::ids::RoundId;
use crate::roundtable::limits::RECEIPT_BITS;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

const SYMBOLS: usize = RECEIPT_BITS / 5;

/// The first 50 bits of SHA-256("wb-receipt-1" ‖ round id ‖ voter ref); as text `XXXXX-XXXXX`. The same however often
/// the ballot changes. Receipts sort like their texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Receipt(u64);

/// A text that is no receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a receipt")]
pub struct InvalidReceipt;

impl Receipt {
    pub fn of(round: RoundId, voter: VoterRef) -> Self {
        let hash = sha256(&[b"wb-receipt-1", round.as_bytes(), voter.as_bytes()]);
        let first = u64::from_be_bytes(std::array::from_fn(|at| hash[at]));
        Self(first >> (64 - RECEIPT_BITS))
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let symbols = crockford::write(self.0, SYMBOLS);
        let (left, right) = symbols.split_at(SYMBOLS / 2);
        write!(f, "{left}-{right}")
    }
}

impl FromStr for Receipt {
    type Err = InvalidReceipt;

    fn from_str(text: &str) -> Result<Self, InvalidReceipt> {
        crockford::read(&crockford::compact(text), SYMBOLS).map(Self).ok_or(InvalidReceipt)
    }
}

impl TryFrom<String> for Receipt {
    type Error = InvalidReceipt;

    fn try_from(text: String) -> Result<Self, InvalidReceipt> {
        text.parse()
    }
}

impl From<Receipt> for String {
    fn from(receipt: Receipt) -> Self {
        receipt.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(round: u8, voter: u8) -> Receipt {
        Receipt::of(RoundId::from_bytes([round; 16]), VoterRef::from_bytes([voter; 16]))
    }

    /// Computed with Python's hashlib.
    #[test]
    fn a_receipt_is_that_of_the_published_formula() {
        assert_eq!(receipt(1, 2).to_string(), "VK2TF-5TTE6");
    }

    #[test]
    fn every_round_and_every_voice_has_its_own() {
        assert_ne!(receipt(1, 2), receipt(1, 3));
        assert_ne!(receipt(1, 2), receipt(2, 2));
    }

    #[test]
    fn a_receipt_copied_by_hand_is_found() {
        let receipt = receipt(1, 2);
        let copied = receipt.to_string().to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(copied.parse(), Ok(receipt));
        assert_eq!(serde_json::from_str::<Receipt>(&serde_json::to_string(&receipt).unwrap()).unwrap(), receipt);
        for bad in ["", "ABCDE", "ABCDE-FGHJK-M", "UUUUU-UUUUU"] {
            assert_eq!(bad.parse::<Receipt>(), Err(InvalidReceipt), "{bad}");
        }
    }
}
