//! What `wit-bindgen` makes of the WIT packages. Generated code is exempt from
//! the workspace's lints.
#![allow(missing_docs, unsafe_code, clippy::pedantic)]

/// The imports of every plugin, as generated.
pub mod imports {
    wit_bindgen::generate!({
        path: "../../wit/plugin",
        world: "pilotbox:plugin/imports",
        pub_export_macro: true,
        generate_all,
    });
}

/// One module an interface: the trait that a plugin implements, and the macro
/// that exports it. Sections that name an interface stay out of a component
/// that does not export it (`pub_export_macro`).
pub mod exports {
    pub mod parking_forecast {
        wit_bindgen::generate!({
            path: ["../../wit/plugin", "../../wit/challenge", "../../wit/mobility"],
            world: "pilotbox:mobility/parking-forecaster",
            pub_export_macro: true,
            export_macro_name: "export_parking_forecast",
            default_bindings_module: "pilotbox_plugin::__exports::parking_forecast",
            with: {
                "pilotbox:plugin/log@0.1.0": crate::raw::pilotbox::plugin::log,
                "pilotbox:plugin/data@0.1.0": crate::raw::pilotbox::plugin::data,
                "pilotbox:plugin/tables@0.1.0": crate::raw::pilotbox::plugin::tables,
            },
        });
    }

    pub mod water_demand {
        wit_bindgen::generate!({
            path: ["../../wit/plugin", "../../wit/challenge", "../../wit/utilities"],
            world: "pilotbox:utilities/water-demand-forecaster",
            pub_export_macro: true,
            export_macro_name: "export_water_demand",
            default_bindings_module: "pilotbox_plugin::__exports::water_demand",
            with: {
                "pilotbox:plugin/log@0.1.0": crate::raw::pilotbox::plugin::log,
                "pilotbox:plugin/data@0.1.0": crate::raw::pilotbox::plugin::data,
                "pilotbox:plugin/tables@0.1.0": crate::raw::pilotbox::plugin::tables,
            },
        });
    }

    pub mod school_admission {
        wit_bindgen::generate!({
            path: ["../../wit/plugin", "../../wit/challenge", "../../wit/services"],
            world: "pilotbox:services/school-admission-assigner",
            pub_export_macro: true,
            export_macro_name: "export_school_admission",
            default_bindings_module: "pilotbox_plugin::__exports::school_admission",
            with: {
                "pilotbox:plugin/log@0.1.0": crate::raw::pilotbox::plugin::log,
                "pilotbox:plugin/data@0.1.0": crate::raw::pilotbox::plugin::data,
                "pilotbox:plugin/tables@0.1.0": crate::raw::pilotbox::plugin::tables,
            },
        });
    }

    pub mod forecast {
        wit_bindgen::generate!({
            path: ["../../wit/plugin", "../../wit/challenge", "../../wit/templates"],
            world: "pilotbox:templates/forecaster",
            pub_export_macro: true,
            export_macro_name: "export_forecast",
            default_bindings_module: "pilotbox_plugin::__exports::forecast",
            with: {
                "pilotbox:plugin/log@0.1.0": crate::raw::pilotbox::plugin::log,
                "pilotbox:plugin/data@0.1.0": crate::raw::pilotbox::plugin::data,
                "pilotbox:plugin/tables@0.1.0": crate::raw::pilotbox::plugin::tables,
            },
        });
    }

    pub mod classify {
        wit_bindgen::generate!({
            path: ["../../wit/plugin", "../../wit/challenge", "../../wit/templates"],
            world: "pilotbox:templates/classifier",
            pub_export_macro: true,
            export_macro_name: "export_classify",
            default_bindings_module: "pilotbox_plugin::__exports::classify",
            with: {
                "pilotbox:plugin/log@0.1.0": crate::raw::pilotbox::plugin::log,
                "pilotbox:plugin/data@0.1.0": crate::raw::pilotbox::plugin::data,
                "pilotbox:plugin/tables@0.1.0": crate::raw::pilotbox::plugin::tables,
            },
        });
    }

    pub mod assign {
        wit_bindgen::generate!({
            path: ["../../wit/plugin", "../../wit/challenge", "../../wit/templates"],
            world: "pilotbox:templates/assigner",
            pub_export_macro: true,
            export_macro_name: "export_assign",
            default_bindings_module: "pilotbox_plugin::__exports::assign",
            with: {
                "pilotbox:plugin/log@0.1.0": crate::raw::pilotbox::plugin::log,
                "pilotbox:plugin/data@0.1.0": crate::raw::pilotbox::plugin::data,
                "pilotbox:plugin/tables@0.1.0": crate::raw::pilotbox::plugin::tables,
            },
        });
    }
}

pub mod mobility {
    //! Interfaces for moving through a city.
    pub use super::exports::parking_forecast::exports::pilotbox::mobility::parking_forecast;
}

pub mod utilities {
    //! Interfaces for water, power, heat and gas.
    pub use super::exports::water_demand::exports::pilotbox::utilities::water_demand;
}

pub mod services {
    //! Interfaces for what an administration does for people.
    pub use super::exports::school_admission::exports::pilotbox::services::school_admission;
}

pub mod templates {
    //! General tasks over one table: the interfaces of challenges made from a template.
    pub use super::exports::assign::exports::pilotbox::templates::assign;
    pub use super::exports::classify::exports::pilotbox::templates::classify;
    pub use super::exports::forecast::exports::pilotbox::templates::forecast;
}
