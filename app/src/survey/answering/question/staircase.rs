use leptos::prelude::*;

/// Five levels have a drawing of their own in the sprite; other scales are drawn like it.
const SPRITE_LEVELS: usize = 5;
const WIDTH: usize = 40;
const HEIGHT: usize = 26;

/// A staircase with `level` of `levels` steps filled. Decoration: the words beside it say the level.
pub fn staircase(class: &'static str, level: usize, levels: usize) -> AnyView {
    if levels == SPRITE_LEVELS {
        return view! {
            <svg class=class aria-hidden="true"><use href=format!("/icons.svg#level-{level}")></use></svg>
        }
        .into_any();
    }
    let steps = (1..=levels)
        .map(|step| {
            let Step { x, y, width, height } = step_of(step, levels);
            let opacity = (step > level).then_some(".22");
            view! { <rect x=x y=y width=width height=height rx="1" fill="currentColor" opacity=opacity></rect> }
        })
        .collect_view();
    view! { <svg class=class viewBox=format!("0 0 {WIDTH} {HEIGHT}") aria-hidden="true">{steps}</svg> }.into_any()
}

#[derive(Debug, PartialEq, Eq)]
struct Step {
    x: String,
    y: String,
    width: String,
    height: String,
}

/// The first step is 8 high, the last one as high as the drawing; three quarters of the room are step, one is air.
fn step_of(step: usize, levels: usize) -> Step {
    let float = |n: usize| f64::from(u16::try_from(n).unwrap_or(u16::MAX));
    let room = float(WIDTH) / float(levels.max(1));
    let rise = (float(HEIGHT) - 8.0) / float(levels.saturating_sub(1).max(1));
    let height = 8.0 + rise * float(step - 1);
    let short = |n: f64| format!("{n:.1}");
    Step {
        x: short(room * float(step - 1)),
        y: short(float(HEIGHT) - height),
        width: short(room * 0.75),
        height: short(height),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_rise_from_the_ground_to_the_top() {
        fn check(step: usize, levels: usize, expected: [&str; 4]) {
            let [x, y, width, height] = expected.map(str::to_owned);
            assert_eq!(step_of(step, levels), Step { x, y, width, height });
        }
        check(1, 3, ["0.0", "18.0", "10.0", "8.0"]);
        check(3, 3, ["26.7", "0.0", "10.0", "26.0"]);
        check(8, 8, ["35.0", "0.0", "3.8", "26.0"]);
    }
}
