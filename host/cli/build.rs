//! Builds again when a file is added to a folder that goes into the program.

fn main() {
    for folder in ["templates", "../../sdk", "../../wit"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
