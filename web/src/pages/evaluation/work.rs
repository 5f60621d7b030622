//! What is assigned to an evaluator: how much, what is to be done, what is done.

use futures_util::future::try_join3;
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    assignments::{AssignmentCounts, OwnAssignmentView},
};

use crate::{
    backend::{MOST_WORK, part},
    components::{
        badge::Badge,
        list::Empty,
        notice::Tone,
        table::{Column, Table},
    },
    failure::Failure,
    language::Locale as _,
    texts::{evaluator as texts, jury},
    visit::Visit,
};

/// All that is assigned to whoever visits.
pub(super) struct Work {
    counts: AssignmentCounts,
    pending: ListPage<OwnAssignmentView>,
    done: ListPage<OwnAssignmentView>,
}

/// The page of a piece of work.
pub(in crate::pages) fn place(assignment: &str) -> String {
    format!("/assignments/{}", part(assignment))
}

/// The comparison of the finalists of a challenge.
pub(super) fn comparison(challenge: &str) -> String {
    format!("/evaluation/{}/compare", part(challenge))
}

/// Below a dossier: that it is the reader's to judge, and the way there.
pub(super) fn line(visit: &Visit, one: &OwnAssignmentView) -> impl IntoView + use<> {
    let language = visit.language;
    let text = match one.done_at {
        Some(at) => texts::YOURS_DONE.fill(language, &[("when", &language.moment(at))]),
        None => texts::YOURS_DUE.fill(language, &[("day", &language.date(one.due_on))]),
    };
    let href = visit.at(&place(&one.id));
    view! { <p><a href=href>{text}</a>{late(visit, one)}</p> }
}

impl Work {
    /// Asks for it.
    pub(super) async fn of(visit: &Visit) -> Result<Self, Failure> {
        let api = &visit.api;
        let (counts, pending, done) = try_join3(
            api.assignment_counts(),
            api.own_assignments(false),
            api.own_assignments(true),
        )
        .await?;
        Ok(Self {
            counts,
            pending,
            done,
        })
    }

    /// It, above all else that an evaluator may read.
    pub(super) fn section(&self, visit: &Visit) -> impl IntoView + use<> {
        let lists = if self.counts.pending + self.counts.done == 0 {
            view! { <Empty text=visit.say(texts::NOTHING_ASSIGNED)/> }.into_any()
        } else {
            self.lists(visit).into_any()
        };
        view! {
            <section>
                <h2>{visit.say(texts::ASSIGNED)}</h2>
                {lists}
            </section>
        }
    }

    fn lists(&self, visit: &Visit) -> impl IntoView + use<> {
        let pending = if self.pending.items.is_empty() {
            view! { <Empty text=visit.say(texts::NOTHING_PENDING)/> }.into_any()
        } else {
            pending(visit, &self.pending).into_any()
        };
        let done = (!self.done.items.is_empty()).then(|| done(visit, &self.done));
        view! {
            <p>{self.counted(visit)}</p>
            <h3>{visit.say(texts::PENDING)}</h3>
            {pending}
            {done}
            <p><a href="/api/v1/assignments?format=csv" download="">{visit.say(texts::WORK_CSV)}</a></p>
        }
    }

    fn counted(&self, visit: &Visit) -> String {
        let whole = |number| visit.language.whole(number);
        let AssignmentCounts {
            pending,
            late,
            done,
        } = self.counts;
        let (pending, late, done) = (whole(pending), whole(late), whole(done));
        let places = [
            ("pending", pending.as_str()),
            ("late", &late),
            ("done", &done),
        ];
        texts::COUNTS.fill(visit.language, &places)
    }
}

fn pending(visit: &Visit, page: &ListPage<OwnAssignmentView>) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::DOSSIER)),
        Column::text(visit.say(texts::CHALLENGE)),
        Column::text(visit.say(texts::DUE)),
        Column::text(visit.say(texts::COMPARISON)),
    ];
    let rows = page.items.iter().map(|one| {
        let due = visit.language.date(one.due_on);
        let late = late(visit, one);
        vec![
            dossier(visit, one).into_any(),
            challenge(visit, one).into_any(),
            view! { <span>{due}{late}</span> }.into_any(),
            compare(visit, one).into_any(),
        ]
    });
    let rows = rows.collect();
    view! {
        <Table caption=visit.say(texts::PENDING).to_owned() hide_caption=true columns=columns rows=rows/>
        {cut(visit, page)}
    }
}

fn done(visit: &Visit, page: &ListPage<OwnAssignmentView>) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::DOSSIER)),
        Column::text(visit.say(texts::CHALLENGE)),
        Column::text(visit.say(texts::DONE_ON)),
        Column::text(visit.say(texts::COMPARISON)),
    ];
    let rows = page.items.iter().map(|one| {
        let at = one.done_at.map(|at| visit.language.moment(at));
        vec![
            dossier(visit, one).into_any(),
            challenge(visit, one).into_any(),
            at.into_any(),
            compare(visit, one).into_any(),
        ]
    });
    let rows = rows.collect();
    view! {
        <h3>{visit.say(texts::DONE)}</h3>
        <Table caption=visit.say(texts::DONE).to_owned() hide_caption=true columns=columns rows=rows/>
        {cut(visit, page)}
    }
}

fn dossier(visit: &Visit, one: &OwnAssignmentView) -> impl IntoView + use<> {
    let href = visit.at(&place(&one.id));
    let code = one.code.clone();
    match one.dossier_title.clone() {
        Some(title) => {
            view! { <a href=href><code>{code}</code>" "<bdi>{title}</bdi></a> }.into_any()
        }
        None => view! {
            <a href=href><code>{code}</code>" "{visit.say(jury::TO_DECLARE)}</a>
        }
        .into_any(),
    }
}

fn challenge(visit: &Visit, one: &OwnAssignmentView) -> impl IntoView + use<> {
    let href = visit.at(&format!("/evaluation/{}", part(&one.challenge)));
    let title = visit.language.pick(&one.title).to_owned();
    view! { <a href=href>{title}</a> }
}

/// A way that says to those who hear it alone what is compared.
fn compare(visit: &Visit, one: &OwnAssignmentView) -> impl IntoView + use<> {
    let href = visit.at(&comparison(&one.challenge));
    let title = visit.language.pick(&one.title).to_owned();
    view! {
        <a href=href>{visit.say(texts::COMPARE_ONE)}<span class="unseen">": "{title}</span></a>
    }
}

fn late(visit: &Visit, one: &OwnAssignmentView) -> impl IntoView + use<> {
    let text = visit.say(texts::LATE);
    one.is_late
        .then(|| view! { " "<Badge tone=Tone::Warn text=text/> })
}

/// Says that there is more than a page holds.
fn cut(visit: &Visit, page: &ListPage<OwnAssignmentView>) -> impl IntoView + use<> {
    page.next.is_some().then(|| {
        let most = visit.language.whole(MOST_WORK.into());
        let text = texts::MORE_WORK.fill(visit.language, &[("n", &most)]);
        view! { <p class="help">{text}</p> }
    })
}
