//! What the steps of a trail are called. They stand in the data itself, in both languages,
//! so that a table explains itself wherever it is opened.

use pilotbox_model::api::{pilots::ExitKind, trails::TrailKind};

/// In Bulgarian and in English.
pub(super) fn of(kind: TrailKind) -> (&'static str, &'static str) {
    match kind {
        TrailKind::Problem => (
            "Проблем, посочен от граждани",
            "A problem that citizens named",
        ),
        TrailKind::Opened => (
            "Предизвикателството е обявено",
            "The challenge was announced",
        ),
        TrailKind::Closed => ("Приемането на предложения приключи", "Submissions closed"),
        TrailKind::Jury => ("Журито започна работа", "The jury began"),
        TrailKind::Published => ("Резултатите са обявени", "Results were published"),
        TrailKind::Archived => (
            "Предизвикателството е архивирано",
            "The challenge was archived",
        ),
        TrailKind::PhaseBegins => ("Начало на период за подаване", "A phase begins"),
        TrailKind::PhaseEnds => ("Край на период за подаване", "A phase ends"),
        TrailKind::Version => ("Одобрена е версия на задачата", "A version was approved"),
        TrailKind::Data => ("Използват се градски данни", "City data is used"),
        TrailKind::Announcement => ("Съобщение", "Announcement"),
        TrailKind::Finalists => ("Определени са финалистите", "Finalists were locked"),
        TrailKind::Rejudge => (
            "Програмите са оценени повторно",
            "Submissions were scored anew",
        ),
        TrailKind::Result => (
            "Оценка на финалист (от 100)",
            "Score of a finalist (of 100)",
        ),
        TrailKind::Decision => ("Обявено е решението", "The decision was published"),
        TrailKind::Pilot => ("Открита е пилотна услуга", "A pilot was opened"),
        TrailKind::Begins => ("Първи ден на пилотната услуга", "First day of the pilot"),
        TrailKind::Ends => ("Последен ден на пилотната услуга", "Last day of the pilot"),
        TrailKind::MilestoneDue => ("Срок за етап", "Milestone due"),
        TrailKind::MilestoneReached => ("Изпълнен етап", "Milestone reached"),
        TrailKind::Measured => ("Измерен показател", "Indicator measured"),
        TrailKind::Tables => (
            "Услугата отговаря по нови данни",
            "The pilot answers from newer data",
        ),
        TrailKind::Stopped => ("Пилотната услуга е спряна", "The pilot was stopped"),
        TrailKind::Exit => ("Решение за пилотната услуга", "Decision on the pilot"),
    }
}

/// What becomes of a pilot, in Bulgarian and in English.
pub(super) fn exit(kind: ExitKind) -> (&'static str, &'static str) {
    match kind {
        ExitKind::Adopt => ("градът поема услугата", "the city adopts it"),
        ExitKind::Extend => ("удължава се", "it is extended"),
        ExitKind::Stop => ("прекратява се", "it ends"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_step_has_words_of_its_own_in_both_languages() {
        let all = TrailKind::ALL.map(of);
        let is_cyrillic = |c: char| ('\u{400}'..'\u{500}').contains(&c);
        for (bg, en) in all {
            assert!(
                bg.chars().any(is_cyrillic) && !en.chars().any(is_cyrillic),
                "{bg} {en}"
            );
        }
        let different: BTreeSet<_> = all.into_iter().collect();
        assert_eq!(different.len(), all.len());
    }
}
