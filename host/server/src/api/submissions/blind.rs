//! What the jury reads: dossiers under codes, to each evaluator those on which no conflict
//! of interest was declared. Nothing here tells whose they are: no id, no time, no digest,
//! no reference.

use axum::{extract::State, response::Response};
use pilotbox_model::api::{
    Page,
    submissions::{BlindView, Dossier},
};
use pilotbox_store::{BlindKey, BlindRow};

use super::public_state;
use crate::{
    api::{
        extract::Id,
        list::{Ask, ListQuery},
        problems::Problems,
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// The finalists' dossiers that are yours to judge, without whose they are: each once you
/// have said that you have no conflict of interest.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/blind",
    operation_id = "list_blind",
    tag = "submissions",
    params(("id" = String, Path, max_length = 128), ListQuery),
    responses((status = 200, description = "A page.", body = Page<BlindView>), Problems)
)]
pub(super) async fn list_blind(
    State(state): State<AppState>,
    principal: Principal,
    Id(challenge): Id,
    ask: Ask,
) -> Result<Response, Problem> {
    let subject = Subject {
        state: Some(public_state(&state, &challenge).await?),
        ..Subject::default()
    };
    rights::demand(&principal, Action::ReadBlind, subject)?;
    let after = ask.after.as_deref().map(key).unwrap_or_default();
    let evaluator = principal.account().unwrap_or_default();
    let rows = state
        .store
        .blind_submissions(&challenge, evaluator, &after, ask.fetch)
        .await?;
    let views = rows.into_iter().map(|row| view(&challenge, &row));
    ask.answer(views.collect::<Result<Vec<_>, _>>()?, |view| {
        view.code.clone()
    })
}

/// What evaluators call a finalist.
pub(in crate::api) fn blind_code(organisation: &str, number: i64) -> String {
    format!("{organisation}.{number}")
}

/// A dossier as evaluators read it.
pub(in crate::api) fn blind_dossier(text: &str) -> Result<Dossier, Problem> {
    let dossier: Dossier = serde_json::from_str(text).map_err(Problem::internal)?;
    Ok(Dossier {
        // Earlier contracts name who had them.
        references: String::new(),
        ..dossier
    })
}

/// A cursor as a place: the code of the last row.
fn key(cursor: &str) -> BlindKey {
    let (code, number) = cursor.rsplit_once('.').unwrap_or((cursor, "0"));
    BlindKey {
        code: code.to_owned(),
        number: number.parse().unwrap_or(0),
    }
}

fn view(challenge: &str, row: &BlindRow) -> Result<BlindView, Problem> {
    Ok(BlindView {
        code: blind_code(&row.blind_code, row.number),
        challenge: challenge.to_owned(),
        dossier: blind_dossier(&row.dossier)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blind_view_has_no_references_and_its_code_is_the_cursor() {
        let row = BlindRow {
            blind_code: "KT7-Q".to_owned(),
            number: 2,
            dossier: r#"{"title": "a", "references": "contract 5 of Acme"}"#.to_owned(),
        };
        let Ok(view) = view("parking", &row) else {
            panic!("a dossier of ours reads back")
        };
        assert_eq!(view.dossier.references, "");
        let key = key(&view.code);
        assert_eq!((key.code.as_str(), key.number), ("KT7-Q", 2));
    }
}
