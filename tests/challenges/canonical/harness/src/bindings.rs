//! What `wit-bindgen` makes of the challenge's own interface, and of the door to
//! the harness's tables: a table that is lent must be a raw one.
#![allow(missing_docs, unsafe_code, clippy::pedantic)]

wit_bindgen::generate!({
    inline: "package pilotbox:bindings; world calls-canonical {
        import pilotbox:challenge/data@0.1.0;
        import pilotbox:canonical/values@0.1.0;
    }",
    path: ["../../../../wit/plugin", "../../../../wit/challenge", "../wit"],
    with: { "pilotbox:plugin/tables@0.1.0": pilotbox_plugin::raw::pilotbox::plugin::tables },
    generate_all,
});
