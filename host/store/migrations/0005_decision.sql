-- The decision of a contest: how it is made, what is left out of it, its versions, letters and
-- inquiries. As before: text, bigint and double precision alone. What follows from the signed
-- file is kept nowhere else.

create table decision_settings (
    challenge_id text primary key references challenge (id),
    -- As JSON.
    rule text not null,
    inquiry_days bigint not null,
    shows_members bigint not null check (shows_members in (0, 1)),
    -- 64 hexadecimal digits, drawn with the first declaration and never again. Shown with
    -- the decision.
    lottery_seed text not null,
    lottery_commitment text not null,
    -- Puts the evaluators in the order of their codes; never shown.
    code_salt text not null,
    declared text not null
        check (declared in ('before-opening', 'before-close', 'before-judging', 'while-judging')),
    declared_by text not null references account (id),
    declared_at bigint not null
);

-- A finalist that is left out, or a rubric that is not waited for.
create table decision_omission (
    id text primary key,
    challenge_id text not null references challenge (id),
    submission_id text not null references submission (id),
    assignment_id text references assignment (id),
    reason_bg text not null,
    reason_en text not null,
    -- Joins the reason to its digest in the chain.
    salt text not null,
    omitted_by text not null references account (id),
    omitted_at bigint not null
);
create unique index decision_omission_finalist on decision_omission (submission_id)
    where assignment_id is null;
create unique index decision_omission_rubric on decision_omission (assignment_id)
    where assignment_id is not null;
create index decision_omission_challenge on decision_omission (challenge_id);

-- What one member of staff proposes, for another one to publish. The last one counts.
create table decision_proposal (
    challenge_id text primary key references challenge (id),
    version bigint not null,
    -- Of all that would be published but the time.
    digest text not null,
    -- Of a correction: why, and what it changes, as JSON.
    reason_bg text,
    reason_en text,
    changes text not null,
    proposed_by text not null references account (id),
    proposed_at bigint not null
);

-- What was published; the file lies in the blob store.
create table decision_version (
    challenge_id text not null references challenge (id),
    -- Counts up from 1; the highest is in force.
    version bigint not null,
    -- The exact bytes that were signed, signature included.
    digest text not null,
    bytes bigint not null,
    content_digest text not null,
    key_name text not null references signing_key (name),
    reason_bg text,
    reason_en text,
    proposed_by text not null references account (id),
    published_by text not null references account (id),
    published_at bigint not null,
    -- A correction does not move it.
    inquiry_until bigint not null,
    constraint decision_version_once primary key (challenge_id, version)
);
create index decision_blob on decision_version (digest);

-- Whom the decision concerns: every finalist, and of an organisation without one its last
-- submission. What a letter says follows from the file.
create table decision_letter (
    challenge_id text not null references challenge (id),
    submission_id text not null references submission (id),
    -- When the mail went; a correction sends another one.
    sent_at bigint,
    told_at bigint,
    tell_tries bigint not null default 0,
    tell_after bigint not null default 0,
    primary key (challenge_id, submission_id)
);
create index decision_letter_untold on decision_letter (submission_id) where told_at is null;

create table inquiry (
    id text primary key,
    challenge_id text not null references challenge (id),
    submission_id text not null references submission (id),
    account_id text not null references account (id),
    kind text not null check (kind in ('criterion', 'metric', 'decision')),
    -- The criterion's id or the metric's name.
    topic text,
    question text not null,
    asked_at bigint not null
);
create index inquiry_challenge on inquiry (challenge_id, id);

create table inquiry_reply (
    id text primary key,
    inquiry_id text not null references inquiry (id),
    account_id text not null references account (id),
    author text not null check (author in ('organisation', 'staff', 'evaluator')),
    -- The evaluator's code in the decision.
    code text,
    body text not null,
    said_at bigint not null
);
create index inquiry_reply_thread on inquiry_reply (inquiry_id, id);
