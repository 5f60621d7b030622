-- The jury: declared conflicts of interest, marks by the rubric, moderations, reminders. As
-- before: text, bigint and double precision alone.

-- When the evaluator said whether there is a conflict of interest, and what was said. Nothing
-- of the dossier is shown before; with a conflict the pair is never given again.
alter table assignment add column declared_at bigint;
alter table assignment add column has_conflict bigint check (has_conflict in (0, 1));
-- The chain holds a digest under the row's salt. Both go when the evaluator is forgotten.
alter table assignment add column conflict_reason text;
-- When the rubric was handed in. From then on what was given does not change.
alter table assignment add column judged_at bigint;
-- How many reminders are over: the one before the day is the first, the one after it the
-- second. Then when the last one went, how often the next was tried, and when it may be tried.
alter table assignment add column reminders bigint not null default 0;
alter table assignment add column reminded_at bigint;
alter table assignment add column remind_tries bigint not null default 0;
alter table assignment add column remind_after bigint not null default 0;

-- Work that was only called done has no rubric: where nothing is decided, it is to be done.
update assignment set done_at = null
    where challenge_id in (select id from challenge where state in ('closed', 'jury'));

create index assignment_conflict on assignment (challenge_id) where has_conflict = 1;
create index assignment_unjudged on assignment (challenge_id, evaluator_id)
    where judged_at is null and withdrawn_at is null;

-- What an evaluator gives for one criterion of the rubric.
create table mark (
    assignment_id text not null references assignment (id),
    criterion text not null,
    -- From 0 to 5; absent in a draft.
    given bigint check (given between 0 and 5),
    -- What stands after a moderation; equal to the first where that was kept.
    moderated bigint check (moderated between 0 and 5),
    -- The startup reads both with its letter; notes stay private.
    comment text not null,
    moderated_comment text not null default '',
    updated_at bigint not null,
    primary key (assignment_id, criterion)
);
