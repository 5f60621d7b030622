//! The public account in the catalogue: results of challenges, pilots with their indicators,
//! figures of years. They are written when they are asked for, so they have no digests; one
//! that cannot be described takes away its own entry alone.

use jiff::civil::Date;
use pilotbox_sanitize::{
    catalogue::{LiveFile, LiveKind, LiveSet, Theme},
    format::write::csvw::Text,
};
use pilotbox_store::{TrailedChallenge, TrailedPilot};

use super::{LICENCES, both, day};
use crate::{
    api::{challenges::manifest, years},
    data,
    problem::Problem,
    state::AppState,
};

/// Most challenges and most pilots that it lists.
const MOST: i64 = 1_000;

/// The licence of what the city counts itself: free for everybody who names the source.
const LICENCE: &str = "CC-BY-4.0";

/// What the account has by now.
pub(super) struct Accounts {
    challenges: Vec<TrailedChallenge>,
    pilots: Vec<TrailedPilot>,
    years: Vec<i16>,
    began: Date,
    today: Date,
}

/// Reads it.
pub(super) async fn accounts(state: &AppState) -> Result<Accounts, Problem> {
    let today = data::today(state)?;
    let first = years::first_year(state).await?;
    Ok(Accounts {
        challenges: state.store.trailed_challenges(MOST).await?,
        pilots: state.store.trailed_pilots(MOST).await?,
        years: years::newest(first, today.year()).collect(),
        began: Date::new(first, 1, 1).map_err(Problem::internal)?,
        today,
    })
}

/// Its data sets.
pub(super) fn live_sets(site: &str, pages: &str, accounts: &Accounts) -> Vec<LiveSet> {
    let place = Place { site, pages };
    let mut all = vec![place.years(accounts)];
    for one in &accounts.challenges {
        all.extend(told(&one.id, place.challenge(one)));
    }
    for one in &accounts.pilots {
        all.extend(told(&one.id, place.pilot(one)));
    }
    all
}

fn told(id: &str, written: Result<LiveSet, Problem>) -> Option<LiveSet> {
    if written.is_err() {
        tracing::error!(id, "a trail is left out of the catalogue");
    }
    written.ok()
}

/// Where addresses begin: of the API, and of pages.
struct Place<'a> {
    site: &'a str,
    pages: &'a str,
}

impl Place<'_> {
    fn years(&self, accounts: &Accounts) -> LiveSet {
        let list = self.files("years");
        let each = accounts.years.iter().map(|year| format!("years/{year}"));
        LiveSet {
            url: format!("{}/years", self.pages),
            identifier: "years".to_owned(),
            title: both(
                "Годишни отчети на платформата",
                "The platform's yearly account",
            ),
            description: both(
                "Показатели, които платформата брои сама: предизвикателства, предложения, пилотни услуги, отворени данни. При всяко число пише как е преброено.",
                "What the platform counts itself: challenges, submissions, pilots, open data. Each number says how it is counted.",
            ),
            themes: vec![Theme::Government],
            issued: accounts.began,
            modified: accounts.today,
            licence: licence(),
            files: list
                .into_iter()
                .chain(each.flat_map(|path| self.files(&path)))
                .collect(),
        }
    }

    fn challenge(&self, one: &TrailedChallenge) -> Result<LiveSet, Problem> {
        let title = manifest(&one.manifest)?.title;
        let path = format!("challenges/{}/trail", one.id);
        Ok(LiveSet {
            url: format!("{}/{path}", self.pages),
            identifier: format!("challenge-{}", one.id),
            title: titled(("Резултати", "Results"), &title.bg, &title.en),
            description: both(
                "Ход на предизвикателството по дати: версии и данни с техните отпечатъци, оценки на финалистите с подписани разписки, пилотни услуги.",
                "The challenge in time: versions and data with their digests, scores of the finalists with signed receipts, pilots.",
            ),
            themes: vec![Theme::Government, Theme::Technology],
            issued: day(one.opens_at)?,
            modified: day(one.changed_at)?,
            licence: licence(),
            files: self.files(&path),
        })
    }

    fn pilot(&self, one: &TrailedPilot) -> Result<LiveSet, Problem> {
        let path = format!("pilots/{}/trail", one.id);
        Ok(LiveSet {
            url: format!("{}/{path}", self.pages),
            identifier: format!("pilot-{}", one.id),
            title: titled(
                ("Показатели на пилотна услуга", "Indicators of a pilot"),
                &one.title_bg,
                &one.title_en,
            ),
            description: both(
                "Ход на пилотната услуга по дати: бюджет, етапи, измерени стойности на показателите, решение в края.",
                "The pilot in time: budget, milestones, measured values of its indicators, the decision at its end.",
            ),
            themes: vec![Theme::Government],
            issued: day(one.opened_at)?,
            modified: day(one.changed_at)?,
            licence: licence(),
            files: self.files(&path),
        })
    }

    /// The two forms of an account.
    fn files(&self, path: &str) -> Vec<LiveFile> {
        let url = format!("{}/api/v1/{path}", self.site);
        let table = format!("{url}?format=csv");
        [(url, LiveKind::Json), (table, LiveKind::Csv)]
            .map(|(url, kind)| LiveFile { url, kind })
            .into()
    }
}

fn titled((bg, en): (&str, &str), title_bg: &str, title_en: &str) -> Text {
    both(&format!("{bg}: {title_bg}"), &format!("{en}: {title_en}"))
}

fn licence() -> String {
    format!("{LICENCES}/{LICENCE}")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn accounts() -> Accounts {
        Accounts {
            challenges: vec![TrailedChallenge {
                id: "broken".to_owned(),
                manifest: "{".to_owned(),
                opens_at: 0,
                changed_at: 0,
            }],
            pilots: vec![TrailedPilot {
                id: "P1".to_owned(),
                title_bg: "Вода".to_owned(),
                title_en: "Water".to_owned(),
                opened_at: 0,
                changed_at: 86_400_000,
            }],
            years: vec![2027, 2026],
            began: date(2026, 1, 1),
            today: date(2027, 2, 3),
        }
    }

    #[test]
    fn a_trail_that_cannot_be_described_takes_no_other_with_it() {
        let sets = live_sets("https://c.example", "https://c.example/bg", &accounts());
        let ids: Vec<_> = sets.iter().map(|set| set.identifier.as_str()).collect();
        assert_eq!(ids, ["years", "pilot-P1"]);
    }

    #[test]
    fn each_is_fetched_as_json_and_as_a_table() {
        let sets = live_sets("https://c.example", "https://c.example/bg", &accounts());
        let urls: Vec<_> = sets[0].files.iter().map(|file| file.url.as_str()).collect();
        let expected = [
            "https://c.example/api/v1/years",
            "https://c.example/api/v1/years?format=csv",
            "https://c.example/api/v1/years/2027",
            "https://c.example/api/v1/years/2027?format=csv",
            "https://c.example/api/v1/years/2026",
            "https://c.example/api/v1/years/2026?format=csv",
        ];
        assert_eq!(urls, expected);
        assert_eq!(sets[1].url, "https://c.example/bg/pilots/P1/trail");
        assert_eq!(sets[1].title.en, "Indicators of a pilot: Water");
        assert_eq!(sets[1].modified, date(1970, 1, 2));
    }
}
