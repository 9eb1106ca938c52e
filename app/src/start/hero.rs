use leptos::prelude::*;

/// The figure of the landing page: current and target level on eleven rays of a rising sun. Decoration.
#[component]
pub fn HeroArt() -> impl IntoView {
    view! {
        <svg class="hero__art" viewBox="0 0 720 420" aria-hidden="true">
            <path class="ring" d="M210 420a150 150 0 0 1 300 0"></path>
            <path class="ring" d="M152 420a208 208 0 0 1 416 0"></path>
            <path class="ring" d="M94 420a266 266 0 0 1 532 0"></path>
            <path class="ring" d="M36 420a324 324 0 0 1 648 0"></path>
            <path class="ring" d="M-22 420a382 382 0 0 1 764 0"></path>
            <path class="ray" d="M225.67 398.72L-17.3 360.24"></path>
            <path class="ray" d="M238.82 358.26L19.64 246.58"></path>
            <path class="ray" d="M263.83 323.83L89.89 149.89"></path>
            <path class="ray" d="M298.26 298.82L186.58 79.64"></path>
            <path class="ray" d="M338.72 285.67L300.24 42.7"></path>
            <path class="ray" d="M381.28 285.67L419.76 42.7"></path>
            <path class="ray" d="M421.74 298.82L533.42 79.64"></path>
            <path class="ray" d="M456.17 323.83L630.11 149.89"></path>
            <path class="ray" d="M481.18 358.26L700.36 246.58"></path>
            <path class="ray" d="M494.33 398.72L737.3 360.24"></path>
            <path class="need" d="M120.19 382.02L62.9 372.94"></path>
            <circle class="target" cx="62.9" cy="372.94" r="9"></circle>
            <circle class="current" cx="120.19" cy="382.02" r="9"></circle>
            <path class="need" d="M102.32 288.71L60.98 267.64"></path>
            <circle class="target" cx="60.98" cy="267.64" r="9"></circle>
            <circle class="current" cx="102.32" cy="288.71" r="9"></circle>
            <path class="need" d="M225.23 285.23L151.4 211.4"></path>
            <circle class="target" cx="151.4" cy="211.4" r="9"></circle>
            <circle class="current" cx="225.23" cy="285.23" r="9"></circle>
            <circle class="target" cx="236.61" cy="177.82" r="9"></circle>
            <circle class="current" cx="236.61" cy="177.82" r="5"></circle>
            <path class="need" d="M325.65 203.1L305.69 77.07"></path>
            <circle class="target" cx="305.69" cy="77.07" r="9"></circle>
            <circle class="current" cx="325.65" cy="203.1" r="9"></circle>
            <path class="need" d="M407.96 117.17L415.22 71.35"></path>
            <circle class="target" cx="415.22" cy="71.35" r="9"></circle>
            <circle class="current" cx="407.96" cy="117.17" r="9"></circle>
            <path class="surplus" d="M517.63 110.64L501.83 141.65"></path>
            <circle class="target" cx="501.83" cy="141.65" r="9"></circle>
            <circle class="current" cx="517.63" cy="110.64" r="9"></circle>
            <path class="need" d="M519.38 260.62L589.1 190.9"></path>
            <circle class="target" cx="589.1" cy="190.9" r="9"></circle>
            <circle class="current" cx="519.38" cy="260.62" r="9"></circle>
            <path class="need" d="M607.34 293.97L679.69 257.11"></path>
            <circle class="target" cx="679.69" cy="257.11" r="9"></circle>
            <circle class="current" cx="607.34" cy="293.97" r="9"></circle>
            <path class="need" d="M611.27 380.2L645.64 374.76"></path>
            <circle class="target" cx="645.64" cy="374.76" r="9"></circle>
            <circle class="current" cx="611.27" cy="380.2" r="9"></circle>
            <path class="arch" d="M250 420a110 110 0 0 1 220 0h-54a56 56 0 0 0-112 0z"></path>
            <path class="sun" d="M323 420a37 37 0 0 1 74 0z"></path>
        </svg>
    }
}
