//! The city's data sets: raw data for the staff who are named as its readers, policies
//! that one of the staff proposes and another approves, and releases for everybody. A
//! data set without a release is found by staff alone; only its id is public from the
//! first day, for the chain names it.

mod arriving;
mod catalogue;
mod files;
mod inside;
mod policies;
mod raw;
mod readers;
mod releases;
mod sets;
mod views;

use pilotbox_model::api::{accounts::Role, problem::Code};
use pilotbox_store::data::{DataSet, RawData};
use utoipa_axum::routes;

use super::Api;
use crate::{
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

pub(super) use files::demand_sealed_reader;
pub(super) use views::used;

/// Routes with small bodies and quick answers.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::ListData, routes!(sets::list_data_sets))
        .add(Action::CreateData, routes!(sets::create_data_set))
        .add(Action::ReadData, routes!(sets::read_data_set))
        .add(Action::NameReader, routes!(readers::name_reader))
        .add(Action::NameReader, routes!(readers::remove_reader))
        .add(Action::DeleteRaw, routes!(raw::delete_raw))
        .add(Action::ReadDataProfile, routes!(policies::draft_policy))
        .add(Action::ReadDataPolicy, routes!(policies::read_policy))
        .add(Action::ApproveDataPolicy, routes!(policies::approve_policy))
        .add(Action::ReadData, routes!(releases::read_release))
        .add(Action::OpenRelease, routes!(releases::open_release))
        .add(Action::ReadData, routes!(files::read_release_file))
        .add(Action::ListData, routes!(catalogue::read_catalogue))
        .add(Action::ListData, routes!(catalogue::read_catalogue_turtle))
}

/// Routes that work on raw data for as long as that takes.
pub fn work_routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::FetchRaw, routes!(raw::fetch_raw))
        .add(Action::ProposeDataPolicy, routes!(policies::propose_policy))
        .add(Action::ReleaseData, routes!(releases::make_release))
}

/// Routes with raw data in the body.
pub fn raw_routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::BringRaw, routes!(raw::bring_raw))
}

/// A data set, if the reader may know of it.
async fn visible(state: &AppState, principal: &Principal, id: &str) -> Result<DataSet, Problem> {
    let set = state.store.data_set(id).await?;
    if principal.has(Role::Staff) || !state.store.releases(id, 1).await?.is_empty() {
        return Ok(set);
    }
    Err(Problem::new(Code::NotFound))
}

/// Demands that whoever asks is a reader. Whoever is not is told whom to ask.
async fn demand_reader(
    state: &AppState,
    principal: &Principal,
    set: &DataSet,
    action: Action,
) -> Result<(), Problem> {
    let subject = Subject {
        is_reader: is_reader(state, principal, set).await?,
        ..Subject::default()
    };
    let Err(problem) = rights::demand(principal, action, subject) else {
        return Ok(());
    };
    if !principal.has(Role::Staff) {
        return Err(problem);
    }
    let readers = state.store.data_readers(&set.id).await?;
    let names: Vec<_> = readers.into_iter().map(|reader| reader.name).collect();
    Err(problem
        .detail("you are no reader of this data set")
        .hint(format!("ask one of its readers: {}", names.join(", "))))
}

async fn is_reader(
    state: &AppState,
    principal: &Principal,
    set: &DataSet,
) -> Result<bool, Problem> {
    let Some(account) = principal.reader().filter(|_| principal.has(Role::Staff)) else {
        return Ok(false);
    };
    Ok(state.store.is_data_reader(&set.id, account).await?)
}

/// The raw data that is there. What is past its time counts as gone.
async fn current_raw(state: &AppState, id: &str) -> Result<Option<RawData>, Problem> {
    let raw = state.store.raw_data(id).await?;
    let now = pilotbox_store::to_millis(state.clock.now());
    Ok(raw.filter(|raw| raw.delete_at > now))
}

/// The same, where nothing can be done without.
async fn demand_raw(state: &AppState, id: &str) -> Result<RawData, Problem> {
    current_raw(state, id).await?.ok_or_else(|| {
        Problem::new(Code::WrongState)
            .detail("no raw data is there")
            .hint("a reader of the data set brings it")
    })
}

/// A release's number in an address. What is none is not found.
fn number(text: &str) -> Result<i64, Problem> {
    let number: Option<u32> = text.parse().ok();
    let plain = number.filter(|number| number.to_string() == text);
    plain
        .map(i64::from)
        .ok_or_else(|| Problem::new(Code::NotFound))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_in_one_way() {
        assert_eq!(number("12").unwrap(), 12);
        for other in ["", "-1", "01", "1.0", "99999999999", "x"] {
            assert_eq!(number(other).unwrap_err().code(), Code::NotFound, "{other}");
        }
    }
}
