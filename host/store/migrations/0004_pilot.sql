-- Pilots: plugins that answer citizens for a time. As before: text, bigint and double
-- precision alone. What a citizen asks is kept nowhere.

create table pilot (
    id text primary key,
    challenge_id text not null references challenge (id),
    submission_id text not null references submission (id),
    -- The run that scored the very bytes that answer.
    run_id text not null references run (id),
    title_bg text not null,
    title_en text not null,
    summary_bg text not null,
    summary_en text not null,
    -- Days as Sofia counts them: 2027-01-15.
    starts_on text not null,
    ends_on text not null,
    -- Names, as JSON; empty for the whole city.
    districts text not null,
    budget_eur bigint not null,
    wall_clock_ms bigint not null,
    -- Sites that may show it in a frame, as JSON.
    frame_origins text not null,
    opened_by text not null references account (id),
    opened_at bigint not null,
    stopped_by text references account (id),
    stopped_at bigint,
    stop_reason text,
    exit_decision text check (exit_decision in ('adopt', 'extend', 'stop')),
    exit_bg text,
    exit_en text,
    exit_at bigint,
    helpful bigint not null default 0,
    not_helpful bigint not null default 0,
    constraint pilot_stopped check ((stopped_at is null) = (stop_reason is null)),
    constraint pilot_exit check ((exit_at is null) = (exit_decision is null))
);
create index pilot_challenge on pilot (challenge_id);
create index pilot_submission on pilot (submission_id);

create table pilot_milestone (
    pilot_id text not null references pilot (id),
    -- Counts up within the pilot.
    number bigint not null,
    title_bg text not null,
    title_en text not null,
    due_on text not null,
    reached_at bigint,
    primary key (pilot_id, number)
);

-- In the form of the strategy's own framework.
create table pilot_indicator (
    pilot_id text not null references pilot (id),
    number bigint not null,
    result_bg text not null,
    result_en text not null,
    indicator_bg text not null,
    indicator_en text not null,
    unit text not null,
    baseline double precision not null,
    target double precision not null,
    due_on text not null,
    verification_bg text not null,
    verification_en text not null,
    primary key (pilot_id, number)
);

create table pilot_measurement (
    pilot_id text not null,
    number bigint not null,
    measured_on text not null,
    value double precision not null,
    noted_by text not null references account (id),
    noted_at bigint not null,
    primary key (pilot_id, number, measured_on),
    foreign key (pilot_id, number) references pilot_indicator (pilot_id, number)
);

-- What citizens say. Nothing tells who; a word without a comment is only counted.
create table pilot_feedback (
    id text primary key,
    pilot_id text not null references pilot (id),
    kind text not null check (kind in ('helpful', 'not-helpful', 'problem')),
    comment text not null,
    may_be_shown bigint not null check (may_be_shown in (0, 1)),
    said_at bigint not null,
    is_shown bigint check (is_shown in (0, 1)),
    decided_by text references account (id),
    decided_at bigint
);
create index pilot_feedback_pilot on pilot_feedback (pilot_id, id);

-- Newer tables of a pilot. The highest number is the one that answers.
create table pilot_data (
    pilot_id text not null references pilot (id),
    number bigint not null,
    digest text not null,
    bytes bigint not null,
    brought_by text not null references account (id),
    brought_at bigint not null,
    primary key (pilot_id, number)
);
create index pilot_data_digest on pilot_data (digest);
