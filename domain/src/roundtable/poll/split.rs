//! Two views of one round: voices beside companies, plain beside weighted (live.md §7, L22).

use super::voice::{COMPANY, Source, Voice};
use super::{Ballot, OptionSet, Rules, Tally};
use crate::roundtable::identity::CompanyRef;
use crate::roundtable::limits::SMALL_GROUP;
use std::collections::BTreeMap;

/// Voices by how a view treats them: by the number of answers of their company, or by their weight.
pub type Classes = BTreeMap<u32, u32>;

/// A person's ballot with the company it belongs to, if any.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    pub company: Option<CompanyRef>,
    pub source: Source,
    pub ballot: &'a Ballot,
}

/// The view in which each company weighs 1: one with m answers gives each of them 1/m. Who belongs to none counts like a
/// company of one. Abstentions have no part in it.
pub fn company_split(rules: &Rules, options: OptionSet, members: &[Member<'_>]) -> (Tally, Classes) {
    let mut answers: BTreeMap<CompanyRef, u32> = BTreeMap::new();
    let answering = || members.iter().filter(|member| member.ballot.answer().is_some());
    for company in answering().filter_map(|member| member.company) {
        *answers.entry(company).or_default() += 1;
    }
    let share = |member: &Member<'_>| member.company.and_then(|company| answers.get(&company)).copied().unwrap_or(1);
    let mut classes = Classes::new();
    for member in answering() {
        *classes.entry(share(member)).or_default() += 1;
    }
    let voices = members.iter().map(|member| {
        let parts = i64::from(share(member));
        (Voice { source: member.source, weight: (COMPANY + parts / 2) / parts }, member.ballot)
    });
    (Tally::from_scratch(rules, options, COMPANY, voices), classes)
}

/// Whether both views may be shown (live.md L22). From two views the sum over each class of equally treated voices can be
/// calculated, so each class must be empty or large enough. Else only the agreed view is shown.
pub fn both_views(classes: &Classes) -> bool {
    classes.values().all(|voices| *voices == 0 || *voices >= SMALL_GROUP)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{no, rules, set};
    use super::super::{Answer, Figures, Hands, Kind, words::WordRules};
    use super::*;

    fn votes(votes: &[(Option<u8>, u8)]) -> Vec<(Option<CompanyRef>, Ballot)> {
        let company = |number: u8| CompanyRef::from_bytes([number; 16]);
        votes.iter().map(|(c, o)| (c.map(company), Ballot::Answer(Answer::Single(no(*o))))).collect()
    }

    fn split(votes: &[(Option<CompanyRef>, Ballot)]) -> (Tally, Classes) {
        let members =
            votes.iter().map(|(company, ballot)| Member { company: *company, source: Source::Device, ballot });
        let members: Vec<Member<'_>> = members.collect();
        company_split(&rules(Kind::Single), set([1, 2]), &members)
    }

    /// Company 1: three for option 1, one for 2; company 2: one for 2; one without a company for 2.
    /// Companies: 3/4 against 1/4 + 1 + 1.
    #[test]
    fn each_company_weighs_one_however_many_voices_it_has() {
        let votes = votes(&[(Some(1), 1), (Some(1), 1), (Some(1), 1), (Some(1), 2), (Some(2), 2), (None, 2)]);
        let (tally, classes) = split(&votes);
        let outcome = tally.outcome(&Hands::default(), &WordRules::default());
        let Figures::Single(figures) = &outcome.figures else { panic!("another type") };
        assert_eq!(figures.counts[0].n * 4, 3 * COMPANY);
        assert_eq!(figures.counts[1].n * 4, 9 * COMPANY);
        assert_eq!((figures.counts[0].share, outcome.n), (25, 6));
        assert_eq!(outcome.weight.map(|weight| (weight.total, weight.unit)), Some((3 * COMPANY, COMPANY)));
        assert_eq!(classes, [(1, 2), (4, 4)].into());
    }

    #[test]
    fn an_abstention_takes_nothing_from_its_company() {
        let mut votes = votes(&[(Some(1), 1), (Some(1), 2)]);
        votes.push((votes[0].0, Ballot::Abstain));
        let (tally, classes) = split(&votes);
        let outcome = tally.outcome(&Hands::default(), &WordRules::default());
        assert_eq!((outcome.n, outcome.abstain, outcome.weight.map(|weight| weight.total)), (2, 1, Some(COMPANY)));
        assert_eq!(classes, [(2, 2)].into());
    }

    /// live.md L22, T21: from persons = a + b and companies = a + b/5 the class of one follows.
    #[test]
    fn both_views_need_large_or_empty_classes() {
        assert!(both_views(&Classes::new()));
        assert!(both_views(&[(1, 5), (4, 8), (7, 0)].into()));
        assert!(!both_views(&[(1, 4), (5, 50)].into()));
    }
}
