//! Checks an answer and measures it.

use pilotbox_harness::{Outcome, PluginFault, expect_length, metrics};

use crate::setting::Metric;
use crate::tables::Question;

pub(crate) fn outcome(
    metric: Metric,
    question: &Question,
    answer: &[u32],
) -> Result<Outcome, PluginFault> {
    let truth = &question.truth;
    expect_length("classes", answer.len(), truth.len())?;
    let classes = question.request.classes.len();
    if let Some(at) = answer.iter().position(|class| *class as usize >= classes) {
        return Err(PluginFault::bad_answer(format!(
            "classes: row {at} is of class {}, but there are {classes}",
            answer[at]
        )));
    }
    let value = match metric {
        Metric::Accuracy => metrics::accuracy(truth, answer),
        Metric::MacroF1 => metrics::macro_f1(truth, answer),
    };
    let wrong = truth
        .iter()
        .zip(answer)
        .filter(|(truth, answer)| truth != answer);
    let note = format!("{} of {} rows are wrong", wrong.count(), truth.len());
    Ok(Outcome::new().metric(metric.name(), value).note(note))
}

#[cfg(test)]
mod tests {
    use pilotbox_harness::templates::classify::Request;

    use super::*;

    fn question() -> Question {
        Question {
            request: Request {
                features: vec![],
                classes: vec!["a".into(), "b".into()],
                labels: vec![0, 1],
                rows: 4,
            },
            truth: vec![0, 1, 1, u32::MAX],
        }
    }

    fn fault(answer: &[u32]) -> String {
        match outcome(Metric::Accuracy, &question(), answer) {
            Err(PluginFault::BadAnswer(message)) => message,
            Err(PluginFault::Declined(_)) | Ok(_) => panic!("the answer is malformed"),
        }
    }

    #[test]
    fn right_rows_are_counted() {
        let outcome = |metric| outcome(metric, &question(), &[0, 1, 0, 1]).expect("well formed");
        assert!((outcome(Metric::Accuracy).metrics[0].value - 0.5).abs() < 1e-12);
        assert_eq!(outcome(Metric::Accuracy).note, "2 of 4 rows are wrong");
        let f1 = outcome(Metric::MacroF1);
        assert_eq!(f1.metrics[0].name, "macro-f1");
        assert!((f1.metrics[0].value - (2.0 / 3.0 + 0.5) / 3.0).abs() < 1e-12);
    }

    #[test]
    fn wrong_lengths_and_classes_are_the_plugins_fault() {
        assert!(fault(&[0; 3]).contains("3 values, expected 4"));
        assert!(fault(&[0, 1, 2, 0]).contains("row 2 is of class 2, but there are 2"));
        assert!(fault(&[u32::MAX; 4]).contains("row 0"));
    }
}
