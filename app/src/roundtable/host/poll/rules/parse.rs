//! What the form sends becomes the rules of a kind. Only what cannot be read is told here; whether it makes sense, the
//! domain says.

use crate::error::FieldError;
use crate::roundtable::host::input::Fields;
use crate::roundtable::host::lines;
use std::collections::BTreeMap;
use std::str::FromStr;
use weiterblick_domain::roundtable::limits::{GRID_STEPS, POINTS_STEPS};
use weiterblick_domain::roundtable::poll::number::{NumberError, edges};
use weiterblick_domain::roundtable::poll::words::Moderation;
use weiterblick_domain::roundtable::poll::yesno::Majority;
use weiterblick_domain::roundtable::poll::{
    Kind, Rules, Wording, cards, dots, grid, multi, number, points, rank, scale, single, words, yesno,
};

/// Fields by name, without `rules[…]` around it.
pub type Input = BTreeMap<String, String>;

struct Form<'a> {
    input: &'a Input,
    fields: &'a mut Fields,
}

impl Form<'_> {
    fn text(&self, name: &str) -> &str {
        self.input.get(name).map_or("", |text| text.trim())
    }

    fn is_ticked(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    fn whole<T: FromStr + Default>(&mut self, name: &str) -> T {
        let found = self.text(name).parse();
        found.unwrap_or_else(|_| {
            self.fields.add(FieldError::new(format!("rules[{name}]"), "host.rule.whole"));
            T::default()
        })
    }

    fn whole_or_none<T: FromStr + Default>(&mut self, name: &str) -> Option<T> {
        (!self.text(name).is_empty()).then(|| self.whole(name))
    }

    fn chosen<T>(&mut self, name: &str, read: impl Fn(&str) -> Option<T>, stand_in: T) -> T {
        let found = read(self.text(name));
        self.fields.chosen(&format!("rules[{name}]"), found, stand_in)
    }

    fn wording(&self, name: &str) -> Wording {
        let version = |language: &str| Some(self.text(&format!("{name}_{language}"))).filter(|text| !text.is_empty());
        Wording {
            de: version("de").unwrap_or_default().to_owned(),
            en: version("en").map(str::to_owned),
            plain: version("plain").map(str::to_owned),
        }
    }

    fn wording_or_none(&self, name: &str) -> Option<Wording> {
        Some(self.wording(name)).filter(|wording| *wording != Wording::default())
    }

    /// An amount times 10^`decimals`.
    fn amount(&mut self, name: &str, decimals: u8) -> i64 {
        number::parse(self.text(name), decimals).unwrap_or_else(|error| {
            let key = match error {
                NumberError::NotANumber => "host.rule.number",
                NumberError::TooPrecise => "host.rule.too_precise",
            };
            self.fields.add(FieldError::new(format!("rules[{name}]"), key));
            0
        })
    }

    fn moderation(&mut self) -> Moderation {
        self.chosen("moderation", Moderation::from_word, Moderation::After)
    }
}

/// Reads the rules of `kind`.
pub fn parse(kind: Kind, input: &Input, fields: &mut Fields) -> Rules {
    let mut form = Form { input, fields };
    match kind {
        Kind::Single => Rules::Single(single::Rules {}),
        Kind::Multi => Rules::Multi(multi::Rules { min: form.whole("min"), max: form.whole("max") }),
        Kind::Scale => Rules::Scale(scale(&mut form)),
        Kind::Number => Rules::Number(numeric(&mut form)),
        Kind::Rank => {
            Rules::Rank(rank::Rules { max_rank: form.whole("max_rank"), complete: form.is_ticked("complete") })
        }
        Kind::Points => Rules::Points(points::Rules {
            budget: form.whole("budget"),
            step: form.chosen("step", |step| step.parse().ok().filter(|step| POINTS_STEPS.contains(step)), 1),
            spend: form.chosen("spend", points::Spend::from_word, points::Spend::Exactly),
            max_per_option: form.whole_or_none("max_per_option"),
        }),
        Kind::Dots => Rules::Dots(dots::Rules {
            dots: form.whole("dots"),
            max_per_option: form.whole("max_per_option"),
            use_all: form.is_ticked("use_all"),
        }),
        Kind::Grid => Rules::Grid(Box::new(matrix(&mut form))),
        Kind::Words => Rules::Words(words::Rules { max: form.whole("max"), moderation: form.moderation() }),
        Kind::Cards => Rules::Cards(cards::Rules { max: form.whole("max"), moderation: form.moderation() }),
        Kind::YesNo => {
            let majority = |word: &str| if word == "none" { Some(None) } else { Majority::from_word(word).map(Some) };
            Rules::YesNo(yesno::Rules { majority: form.chosen("majority", majority, None) })
        }
    }
}

fn scale(form: &mut Form<'_>) -> scale::Rules {
    let mut labels = lines::parse(form.text("labels_de"));
    for (version, set) in [("labels_en", set_english as fn(&mut Wording, String)), ("labels_plain", set_plain)] {
        let given = form.text(version).lines().map(str::trim).filter(|line| !line.is_empty());
        let given: Vec<String> = given.map(str::to_owned).collect();
        if !given.is_empty() && given.len() != labels.len() {
            form.fields.add(FieldError::new(format!("rules[{version}]"), "host.rule.as_many_labels"));
        }
        for (label, text) in labels.iter_mut().zip(given) {
            set(label, text);
        }
    }
    scale::Rules {
        steps: form.whole("steps"),
        labels,
        neutral: form.chosen("neutral", scale::Neutral::from_word, scale::Neutral::None),
        complete: form.is_ticked("complete"),
    }
}

fn set_english(label: &mut Wording, text: String) {
    label.en = Some(text);
}

fn set_plain(label: &mut Wording, text: String) {
    label.plain = Some(text);
}

fn numeric(form: &mut Form<'_>) -> number::Rules {
    let decimals = form.whole::<u8>("decimals").min(weiterblick_domain::roundtable::limits::NUMBER_DECIMALS_MAX);
    let (min, max) = (form.amount("min", decimals), form.amount("max", decimals));
    let width = (!form.text("width").is_empty()).then(|| form.amount("width", decimals));
    let bars = edges(min, max, width);
    if bars.is_none() && min < max {
        form.fields.add(FieldError::new("rules[width]", "host.rule.width"));
    }
    // An empty range is told at its end by the domain; bars would only be wrong a second time.
    let edges = bars.unwrap_or_else(|| vec![min, max.max(min.saturating_add(1))]);
    number::Rules { min, max, decimals, unit: form.wording_or_none("unit"), edges }
}

fn matrix(form: &mut Form<'_>) -> grid::Rules {
    let axis = |form: &Form<'_>, name: &str| grid::Axis {
        name: form.wording(&format!("{name}_name")),
        low: form.wording(&format!("{name}_low")),
        high: form.wording(&format!("{name}_high")),
    };
    let quadrant = |form: &Form<'_>, name: &str| form.wording(&format!("quadrants_{name}"));
    let quadrants = grid::Quadrants {
        high_high: quadrant(form, "high_high"),
        high_low: quadrant(form, "high_low"),
        low_high: quadrant(form, "low_high"),
        low_low: quadrant(form, "low_low"),
    };
    let named = [&quadrants.high_high, &quadrants.high_low, &quadrants.low_high, &quadrants.low_low]
        .iter()
        .any(|wording| **wording != Wording::default());
    grid::Rules {
        x: axis(form, "x"),
        y: axis(form, "y"),
        steps: form.chosen("steps", |steps| steps.parse().ok().filter(|steps| GRID_STEPS.contains(steps)), 4),
        quadrants: named.then_some(quadrants),
    }
}

/// The rules with which the form of a new poll begins. `text` gives texts by key.
pub fn default_rules(kind: Kind, text: impl Fn(&str) -> Wording) -> Rules {
    match kind {
        Kind::Single => Rules::Single(single::Rules {}),
        Kind::Multi => Rules::Multi(multi::Rules { min: 1, max: 3 }),
        Kind::Scale => Rules::Scale(scale::Rules {
            steps: 5,
            labels: vec![text("scale_low"), text("scale_high")],
            neutral: scale::Neutral::Separate,
            complete: false,
        }),
        Kind::Number => {
            let edges = edges(0, 100, None).unwrap_or_default();
            Rules::Number(number::Rules { min: 0, max: 100, decimals: 0, unit: None, edges })
        }
        Kind::Rank => Rules::Rank(rank::Rules { max_rank: 3, complete: false }),
        Kind::Points => {
            Rules::Points(points::Rules { budget: 100, step: 5, spend: points::Spend::Exactly, max_per_option: None })
        }
        Kind::Dots => Rules::Dots(dots::Rules { dots: 5, max_per_option: 2, use_all: false }),
        Kind::Grid => {
            let axis = |name: &str| grid::Axis {
                name: text(&format!("{name}_name")),
                low: text(&format!("{name}_low")),
                high: text(&format!("{name}_high")),
            };
            let quadrants = grid::Quadrants {
                high_high: text("high_high"),
                high_low: text("high_low"),
                low_high: text("low_high"),
                low_low: text("low_low"),
            };
            Rules::Grid(Box::new(grid::Rules { x: axis("x"), y: axis("y"), steps: 4, quadrants: Some(quadrants) }))
        }
        Kind::Words => Rules::Words(words::Rules { max: 2, moderation: Moderation::After }),
        Kind::Cards => Rules::Cards(cards::Rules { max: 3, moderation: Moderation::After }),
        Kind::YesNo => Rules::YesNo(yesno::Rules { majority: None }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: Kind, input: &[(&str, &str)]) -> Result<Rules, Vec<String>> {
        let input: Input = input.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut fields = Fields::default();
        let rules = parse(kind, &input, &mut fields);
        match fields.done() {
            Ok(()) => Ok(rules),
            Err(error) => Err(error.fields.into_iter().map(|field| field.field).collect()),
        }
    }

    fn json(kind: Kind, input: &[(&str, &str)]) -> String {
        serde_json::to_string(&read(kind, input).unwrap()).unwrap()
    }

    #[test]
    fn choices_and_amounts_are_read() {
        assert_eq!(json(Kind::Multi, &[("min", "0"), ("max", " 3 ")]), r#"{"kind":"multi","min":0,"max":3}"#);
        assert_eq!(
            json(Kind::Points, &[("budget", "100"), ("step", "5"), ("spend", "at_most"), ("max_per_option", "")]),
            r#"{"kind":"points","budget":100,"step":5,"spend":"at_most"}"#
        );
        assert_eq!(
            json(Kind::Dots, &[("dots", "5"), ("max_per_option", "2"), ("use_all", "true")]),
            r#"{"kind":"dots","dots":5,"max_per_option":2,"use_all":true}"#
        );
        assert_eq!(json(Kind::YesNo, &[("majority", "none")]), r#"{"kind":"yesno"}"#);
        assert_eq!(read(Kind::Multi, &[("min", "x")]).unwrap_err(), ["rules[min]", "rules[max]"]);
        assert_eq!(
            read(Kind::Points, &[("budget", "100"), ("step", "3"), ("spend", "")]).unwrap_err(),
            ["rules[step]", "rules[spend]"]
        );
    }

    #[test]
    fn numbers_are_typed_as_in_german_and_bars_follow() {
        let rules =
            read(Kind::Number, &[("min", "0"), ("max", "1.000,5"), ("decimals", "1"), ("unit_de", "Euro")]).unwrap();
        let Rules::Number(rules) = rules else { panic!("another kind") };
        assert_eq!((rules.min, rules.max, rules.edges[1]), (0, 10_005, 1_000));
        assert_eq!(rules.unit, Some(Wording::german("Euro")));
        let wrong = [("min", "0"), ("max", "600"), ("decimals", "0"), ("width", "1")];
        assert_eq!(read(Kind::Number, &wrong).unwrap_err(), ["rules[width]"]);
        let wrong = [("min", "0,5"), ("max", "viel"), ("decimals", "0")];
        assert_eq!(read(Kind::Number, &wrong).unwrap_err(), ["rules[min]", "rules[max]"]);
    }

    #[test]
    fn labels_stand_one_a_line_and_keep_their_versions() {
        let input =
            [("steps", "3"), ("labels_de", "nie\n\nimmer"), ("labels_en", "never\nalways"), ("neutral", "middle")];
        let Rules::Scale(rules) = read(Kind::Scale, &input).unwrap() else { panic!("another kind") };
        let english: Vec<_> = rules.labels.iter().map(|label| label.en.as_deref()).collect();
        assert_eq!(english, [Some("never"), Some("always")]);
        let input = [("steps", "3"), ("labels_de", "nie\nimmer"), ("labels_plain", "nie"), ("neutral", "none")];
        assert_eq!(read(Kind::Scale, &input).unwrap_err(), ["rules[labels_plain]"]);
    }

    #[test]
    fn quadrants_are_left_out_together() {
        let input = [("steps", "4"), ("x_name_de", "Nutzen"), ("x_low_de", "wenig"), ("x_high_de", "viel")];
        let Rules::Grid(rules) = read(Kind::Grid, &input).unwrap() else { panic!("another kind") };
        assert_eq!((rules.x.name.de.as_str(), rules.quadrants), ("Nutzen", None));
    }

    #[test]
    fn the_rules_of_a_new_poll_have_no_problem_of_their_own() {
        for kind in Kind::ALL {
            let rules = default_rules(*kind, |key| Wording::german(key));
            let problems = rules.problems(&[]);
            let only_options = problems.iter().all(|error| error.field == "options" || error.field.starts_with("max"));
            assert!(only_options, "{kind}: {problems:?}");
        }
    }
}
