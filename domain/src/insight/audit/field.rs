//! Arithmetic modulo a prime just below 2⁶¹.

/// The integers modulo p = 2⁶¹ − `below`. Values are 0..p.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field {
    /// Odd, and far below 2³⁰, so that two foldings reduce a product.
    below: u64,
}

const BITS: u32 = 61;
const MASK: u64 = (1 << BITS) - 1;

impl Field {
    pub(super) const LARGEST: Self = Self { below: 1 };

    /// A little less than log₂ p of every prime that [`Self::descending`] can reach.
    pub(super) const LOG2: f64 = 60.99;

    /// The largest primes below 2⁶¹ in descending order: 2⁶¹ − 1, 2⁶¹ − 31, 2⁶¹ − 45, …
    pub(super) fn descending() -> impl Iterator<Item = Self> {
        (1..).step_by(2).map(|below| Self { below }).filter(|field| field.is_prime())
    }

    const fn p(self) -> u64 {
        MASK + 1 - self.below
    }

    const fn sub(self, a: u64, b: u64) -> u64 {
        if a >= b { a - b } else { a + self.p() - b }
    }

    /// 2⁶¹ ≡ `below`, so the upper bits of a product count that much each.
    fn mul(self, a: u64, b: u64) -> u64 {
        let fold = |x: u128| (x >> BITS) * u128::from(self.below) + (x & u128::from(MASK));
        let folded = fold(fold(u128::from(a) * u128::from(b))) as u64;
        if folded >= self.p() { folded - self.p() } else { folded }
    }

    fn pow(self, base: u64, mut exponent: u64) -> u64 {
        let (mut power, mut result) = (base, 1);
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = self.mul(result, power);
            }
            power = self.mul(power, power);
            exponent >>= 1;
        }
        result
    }

    /// The inverse of a value other than 0 (Fermat).
    fn inverse(self, a: u64) -> u64 {
        self.pow(a, self.p() - 2)
    }

    /// Divides `row` by `row[at]`, which is not 0.
    pub(super) fn normalise(self, row: &mut [u64], at: usize) {
        let inverse = self.inverse(row[at]);
        row.iter_mut().for_each(|value| *value = self.mul(*value, inverse));
    }

    /// Makes `row[at]` 0 by taking off a multiple of `pivot`, which has 1 there.
    pub(super) fn eliminate(self, row: &mut [u64], pivot: &[u64], at: usize) {
        let factor = row[at];
        if factor != 0 {
            row.iter_mut().zip(pivot).for_each(|(value, p)| *value = self.sub(*value, self.mul(factor, *p)));
        }
    }

    /// Miller–Rabin; the first twelve primes as witnesses decide every number below 3.3·10²⁴ (Sorenson & Webster 2015).
    fn is_prime(self) -> bool {
        let p = self.p();
        let twos = (p - 1).trailing_zeros();
        [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37].into_iter().all(|witness| {
            let first = self.pow(witness, (p - 1) >> twos);
            let mut squares = std::iter::successors(Some(first), |x| Some(self.mul(*x, *x))).take(twos as usize);
            first == 1 || squares.any(|x| x == p - 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_primes_are_the_published_ones() {
        let below: Vec<u64> = Field::descending().take(10).map(|field| field.below).collect();
        assert_eq!(Field::descending().next(), Some(Field::LARGEST));
        assert_eq!(below, [1, 31, 45, 229, 259, 283, 339, 391, 403, 465]);
        assert!((Field { below: 465 }.p() as f64).log2() > Field::LOG2);
    }

    fn fields() -> impl Strategy<Value = Field> {
        (0_usize..6).prop_map(|nth| Field::descending().nth(nth).unwrap())
    }

    proptest! {
        #[test]
        fn calculating_agrees_with_wide_integers(field in fields(), a in any::<u64>(), b in any::<u64>()) {
            let (p, wide) = (field.p(), |x: u128| (x % u128::from(field.p())) as u64);
            let (a, b) = (a % p, b % p);
            prop_assert_eq!(field.mul(a, b), wide(u128::from(a) * u128::from(b)));
            prop_assert_eq!(field.sub(a, b), wide(u128::from(a) + u128::from(p) - u128::from(b)));
            prop_assert!(a == 0 || field.mul(a, field.inverse(a)) == 1);
        }

        #[test]
        fn the_largest_values_do_not_overflow(field in fields(), a in 1_u64..100, b in 1_u64..100) {
            prop_assert_eq!(field.mul(field.p() - a, field.p() - b), a * b);
        }
    }
}
