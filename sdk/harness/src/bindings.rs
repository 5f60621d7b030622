//! What `wit-bindgen` makes of the WIT packages. Generated code is exempt from
//! the workspace's lints.
#![allow(missing_docs, unsafe_code, clippy::pedantic)]

/// What every harness imports and exports, as generated.
pub mod harness {
    wit_bindgen::generate!({
        path: ["../../wit/plugin", "../../wit/challenge"],
        world: "pilotbox:challenge/harness",
        pub_export_macro: true,
        export_macro_name: "export_harness",
        default_bindings_module: "pilotbox_harness::__harness",
        with: {
            "pilotbox:plugin/tables@0.1.0": pilotbox_plugin::raw::pilotbox::plugin::tables,
            "pilotbox:challenge/data@0.1.0": generate,
            "pilotbox:challenge/meter@0.1.0": generate,
            "pilotbox:challenge/evaluation@0.1.0": generate,
        },
    });
}

/// What a harness exports beside `evaluation` if it serves pilots.
pub mod pilot {
    wit_bindgen::generate!({
        inline: "package pilotbox:bindings; world exports-pilot {
            export pilotbox:challenge/pilot@0.1.0;
        }",
        path: ["../../wit/plugin", "../../wit/challenge"],
        pub_export_macro: true,
        export_macro_name: "export_pilot",
        default_bindings_module: "pilotbox_harness::__pilot",
    });
}

/// The interfaces, as a harness imports them. Each world has a name of its own:
/// sections of equal names would be joined by the linker.
pub mod parking_forecast {
    wit_bindgen::generate!({
        inline: "package pilotbox:bindings; world calls-parking-forecast {
            import pilotbox:mobility/parking-forecast@0.1.0;
        }",
        path: ["../../wit/plugin", "../../wit/challenge", "../../wit/mobility"],
        pub_export_macro: true,
        generate_all,
    });
}

pub mod water_demand {
    wit_bindgen::generate!({
        inline: "package pilotbox:bindings; world calls-water-demand {
            import pilotbox:utilities/water-demand@0.1.0;
        }",
        path: ["../../wit/plugin", "../../wit/challenge", "../../wit/utilities"],
        pub_export_macro: true,
        generate_all,
    });
}

pub mod school_admission {
    wit_bindgen::generate!({
        inline: "package pilotbox:bindings; world calls-school-admission {
            import pilotbox:services/school-admission@0.1.0;
        }",
        path: ["../../wit/plugin", "../../wit/challenge", "../../wit/services"],
        pub_export_macro: true,
        generate_all,
    });
}

pub mod template_forecast {
    wit_bindgen::generate!({
        inline: "package pilotbox:bindings; world calls-template-forecast {
            import pilotbox:templates/forecast@0.1.0;
        }",
        path: ["../../wit/plugin", "../../wit/challenge", "../../wit/templates"],
        pub_export_macro: true,
        generate_all,
    });
}

pub mod template_classify {
    wit_bindgen::generate!({
        inline: "package pilotbox:bindings; world calls-template-classify {
            import pilotbox:templates/classify@0.1.0;
        }",
        path: ["../../wit/plugin", "../../wit/challenge", "../../wit/templates"],
        pub_export_macro: true,
        generate_all,
    });
}

pub mod template_assign {
    wit_bindgen::generate!({
        inline: "package pilotbox:bindings; world calls-template-assign {
            import pilotbox:templates/assign@0.1.0;
        }",
        path: ["../../wit/plugin", "../../wit/challenge", "../../wit/templates"],
        pub_export_macro: true,
        generate_all,
    });
}
