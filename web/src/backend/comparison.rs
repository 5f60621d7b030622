//! Submissions side by side.

use pilotbox_model::api::comparison::ComparisonView;

use super::{Api, part};
use crate::failure::Failure;

impl Api {
    /// Submissions of a challenge on the cases of a split, by ids or blind codes.
    pub async fn comparison(
        &self,
        challenge: &str,
        split: &str,
        of: &[String],
    ) -> Result<ComparisonView, Failure> {
        let names: Vec<String> = of
            .iter()
            .map(|name| format!("&of={}", part(name)))
            .collect();
        let path = format!(
            "/challenges/{}/comparison?split={}{}",
            part(challenge),
            part(split),
            names.concat()
        );
        self.get(&path).await
    }
}
