//! Panics: the case must end as trapped, and no other case may notice.

use pilotbox_plugin::templates::classify::{Refusal, Request};

pilotbox_plugin::export!(classify => classify);

fn classify(request: Request) -> Result<Vec<u32>, Refusal> {
    panic!(
        "this plugin panics on purpose, with {} rows to learn from",
        request.labels.len()
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "on purpose")]
    fn it_panics() {
        let request = Request {
            features: vec![],
            classes: vec!["a".into(), "b".into()],
            labels: vec![0],
            rows: 1,
        };
        let _ = classify(request);
    }
}
