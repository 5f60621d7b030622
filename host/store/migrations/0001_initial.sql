-- One set of migrations for SQLite and PostgreSQL. So only types that both read
-- alike: text, bigint, double precision. Times are milliseconds since 1970 in UTC,
-- flags are 0 or 1, documents are JSON as text, digests are text. Blobs lie in the
-- blob store, under their digest.

create table organisation (
    id text primary key,
    name text not null,
    created_at bigint not null,
    -- When the queue last took a run of it: the least recently served goes next.
    served_at bigint not null default 0
);

create table account (
    id text primary key,
    -- Normalised; absent for accounts of an identity provider and after erasure.
    email text,
    email_confirmed_at bigint,
    name text not null,
    language text not null,
    -- PHC string of Argon2id.
    password text,
    totp_secret text,
    totp_confirmed_at bigint,
    -- The last time step that was accepted: a code is good once.
    totp_step bigint not null default 0,
    -- Grows when the password changes, the second factor goes or the account is locked: sessions and
    -- tokens of an older one are void, those included that were just being made.
    epoch bigint not null default 0,
    -- Salt of this person's digests in the chain; goes with an erasure.
    salt text,
    created_at bigint not null,
    locked_at bigint,
    erased_at bigint,
    constraint account_email unique (email)
);

create table identity (
    issuer text not null,
    subject text not null,
    account_id text not null references account (id),
    created_at bigint not null,
    primary key (issuer, subject)
);

create table recovery_code (
    account_id text not null references account (id),
    digest text not null,
    used_at bigint,
    primary key (account_id, digest)
);

create table membership (
    organisation_id text not null references organisation (id),
    account_id text not null references account (id),
    is_owner bigint not null check (is_owner in (0, 1)),
    created_at bigint not null,
    primary key (organisation_id, account_id)
);
create index membership_account on membership (account_id);

create table role_grant (
    account_id text not null references account (id),
    role text not null check (role in ('evaluator', 'staff', 'admin')),
    -- `admin`, `invitation`, or the identity provider's id: a provider takes back
    -- only what it gave.
    source text not null,
    granted_by text,
    granted_at bigint not null,
    primary key (account_id, role, source)
);

-- The secret of a mail, as a digest.
create table mail_link (
    digest text primary key,
    -- A notice has no secret that is good for anything; it is here to be counted.
    purpose text not null check (purpose in ('confirm', 'reset', 'notice')),
    account_id text not null references account (id),
    -- The name of the organisation to make once the address is confirmed.
    organisation text,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);

create index mail_link_account on mail_link (account_id, created_at);

-- Wrong tries to sign in, by a digest of what was tried: for addresses without an account too, so that
-- a lock-out tells nobody which have one.
create table sign_in_failure (
    key text primary key,
    failures bigint not null,
    failed_at bigint not null
);
create index sign_in_failure_age on sign_in_failure (failed_at);

create table invitation (
    id text primary key,
    digest text not null,
    email text not null,
    language text not null,
    -- A role, or a place in an organisation.
    role text check (role in ('evaluator', 'staff', 'admin')),
    organisation_id text references organisation (id),
    invited_by text not null references account (id),
    created_at bigint not null,
    expires_at bigint not null,
    accepted_at bigint,
    constraint invitation_digest unique (digest)
);

create table session (
    id text primary key,
    account_id text references account (id),
    record text not null,
    expires_at bigint not null
);
create index session_account on session (account_id);
create index session_expiry on session (expires_at);

create table api_token (
    id text primary key,
    account_id text not null references account (id),
    name text not null,
    digest text not null,
    scopes text not null,
    -- The account's when it was made.
    epoch bigint not null,
    -- Whether it was made with a second factor; one that was not serves no role that asks for one.
    has_second_factor bigint not null check (has_second_factor in (0, 1)),
    created_at bigint not null,
    expires_at bigint not null,
    last_used_at bigint,
    revoked_at bigint
);
create index api_token_account on api_token (account_id);

create table challenge (
    id text primary key,
    state text not null check (state in ('draft', 'review', 'open', 'closed', 'jury', 'published', 'archived')),
    created_by text not null references account (id),
    -- Who handed it to review: somebody else lets it pass.
    submitted_by text references account (id),
    opens_at bigint not null,
    closes_at bigint,
    -- When its finalists were locked: after the close, once no public run waits.
    finalists_at bigint,
    -- Hides its name in the chain until it opens; the chain itself shows it then.
    salt text not null,
    created_at bigint not null,
    updated_at bigint not null,
    -- Grows with every change; the ETag.
    revision bigint not null
);

-- Why somebody moved a challenge on, where a reason was given. The chain holds its
-- digest alone: a text that names a person can go, and the chain stays whole.
create table move_reason (
    id text primary key,
    challenge_id text not null references challenge (id),
    from_state text not null,
    to_state text not null,
    account_id text not null references account (id),
    -- Both go when the text has to.
    reason text,
    salt text,
    moved_at bigint not null
);
create index move_reason_challenge on move_reason (challenge_id, moved_at);

create table challenge_version (
    id text primary key,
    challenge_id text not null references challenge (id),
    version text not null,
    -- Counts up within the challenge; the highest approved one is current.
    number bigint not null,
    pack_digest text not null,
    startup_digest text not null,
    startup_bytes bigint not null,
    -- What lists and pages show, taken from the pack when it came.
    manifest text not null,
    statement_bg text not null,
    statement_en text not null,
    -- Withheld final data, attached by staff. No run reads it before somebody else
    -- has let it pass.
    final_digest text,
    final_by text references account (id),
    final_approved_by text references account (id),
    final_approved_at bigint,
    -- What a pilot may cost, in whole euro, as the manifest says: lists are filtered by it.
    budget_eur bigint,
    created_by text not null references account (id),
    created_at bigint not null,
    approved_by text references account (id),
    approved_at bigint,
    constraint challenge_version_unique unique (challenge_id, version),
    constraint challenge_version_number unique (challenge_id, number)
);

-- Which data a version's split was, by digest: a dataset version.
create table dataset_version (
    version_id text not null references challenge_version (id),
    split text not null check (split in ('sample', 'public', 'final')),
    digest text not null,
    -- The harness's list of cases as JSON. Empty for final data that was attached,
    -- until a worker has asked the harness.
    cases text not null,
    case_count bigint not null,
    created_at bigint not null,
    primary key (version_id, split)
);

create table phase (
    id text primary key,
    challenge_id text not null references challenge (id),
    name text not null,
    opens_at bigint not null,
    closes_at bigint,
    per_day bigint not null,
    per_phase bigint not null,
    concurrent bigint not null,
    constraint phase_name unique (challenge_id, name)
);

create table enrolment (
    challenge_id text not null references challenge (id),
    organisation_id text not null references organisation (id),
    account_id text not null references account (id),
    -- Shown on the board until results are published.
    pseudonym text not null,
    -- Shown to the jury; matches no pseudonym.
    blind_code text not null,
    created_at bigint not null,
    primary key (challenge_id, organisation_id),
    constraint enrolment_pseudonym unique (challenge_id, pseudonym),
    constraint enrolment_blind_code unique (challenge_id, blind_code)
);

-- What an organisation is allowed in place of what the phases say: the last row counts,
-- and one without numbers takes it back. The chain holds a digest of the reason alone.
create table quota_change (
    id text primary key,
    challenge_id text not null references challenge (id),
    organisation_id text not null references organisation (id),
    -- Counts up; the highest one counts. Ids would do so by the clocks of the machines
    -- that made them.
    number bigint not null,
    per_day bigint,
    per_phase bigint,
    concurrent bigint,
    reason text not null,
    salt text not null,
    account_id text not null references account (id),
    created_at bigint not null,
    constraint quota_change_number unique (challenge_id, organisation_id, number)
);

-- A component that an organisation uploaded.
create table plugin (
    id text primary key,
    organisation_id text not null references organisation (id),
    digest text not null,
    bytes bigint not null,
    profile text,
    created_at bigint not null,
    constraint plugin_digest unique (organisation_id, digest)
);

create table submission (
    id text primary key,
    challenge_id text not null references challenge (id),
    version_id text not null references challenge_version (id),
    phase_id text not null references phase (id),
    organisation_id text not null references organisation (id),
    account_id text not null references account (id),
    plugin_id text not null references plugin (id),
    dossier text not null,
    document_digest text,
    document_bytes bigint,
    created_at bigint not null,
    withdrawn_at bigint,
    finalist_at bigint,
    revision bigint not null
);
create index submission_challenge on submission (challenge_id, created_at);
create index submission_organisation on submission (organisation_id, created_at);

-- Which evaluator judges which finalist. What was withdrawn stays: in the chain stands a
-- digest that only the salt joins to it.
create table assignment (
    id text primary key,
    challenge_id text not null references challenge (id),
    submission_id text not null references submission (id),
    evaluator_id text not null references account (id),
    -- The last day for it, as Sofia counts days: `2027-01-15`.
    due_on text not null,
    -- Goes when the evaluator is forgotten, as the note does.
    salt text,
    -- The evaluator's own; nobody else is shown it.
    note text not null,
    assigned_by text not null references account (id),
    assigned_at bigint not null,
    done_at bigint,
    withdrawn_at bigint,
    -- When the evaluator was told by mail, how often that was tried, and when it may be
    -- tried next.
    told_at bigint,
    tell_tries bigint not null default 0,
    tell_after bigint not null default 0
);
create unique index assignment_once on assignment (submission_id, evaluator_id)
    where withdrawn_at is null;
create index assignment_challenge on assignment (challenge_id, id);
create index assignment_evaluator on assignment (evaluator_id, due_on, id);
create index assignment_untold on assignment (challenge_id, evaluator_id)
    where told_at is null and withdrawn_at is null;

create table rejudge (
    id text primary key,
    challenge_id text not null references challenge (id),
    version_id text not null references challenge_version (id),
    split text not null,
    state text not null check (state in ('running', 'applied', 'cancelled')),
    created_by text not null references account (id),
    created_at bigint not null,
    decided_by text references account (id),
    decided_at bigint
);

create table run (
    id text primary key,
    submission_id text not null references submission (id),
    organisation_id text not null references organisation (id),
    challenge_id text not null references challenge (id),
    version_id text not null references challenge_version (id),
    split text not null check (split in ('sample', 'public', 'final')),
    -- Set for a run of a rejudge; it counts once that is applied.
    rejudge_id text references rejudge (id),
    -- Whether it is what the submission is worth on its split.
    counts bigint not null check (counts in (0, 1)),
    seed bigint not null,
    state text not null check (state in ('received', 'checked', 'queued', 'running', 'scored', 'plugin-failed', 'challenge-failed', 'rejected', 'withdrawn')),
    -- What comes next: a worker inspects or runs, the server finishes.
    step text not null check (step in ('inspect', 'run', 'finish', 'done')),
    -- The job that holds it, and how often it was taken: a late worker's writes carry an older
    -- count and change nothing.
    claimed_by text,
    claim bigint not null default 0,
    -- When whoever holds it last said that it lives.
    beat_at bigint not null default 0,
    -- Since it last got on: how often it was taken, and how often that was said to have failed.
    takes bigint not null default 0,
    attempts bigint not null default 0,
    -- How often it was begun anew since the challenge was at fault.
    restarts bigint not null default 0,
    -- The engine that its cases run on, version and settings. Another one begins it anew.
    engine text,
    -- Second tries so far, as JSON; carried from chunk to chunk.
    tries text not null,
    total_cases bigint,
    done_cases bigint not null default 0,
    fault text,
    reason text,
    -- Score and the rest of the result but for cases, as JSON.
    result text,
    total double precision,
    elapsed_ms bigint not null default 0,
    -- Whether the end was the host's or the challenge's fault: such a run costs no quota.
    is_free bigint not null default 0 check (is_free in (0, 1)),
    created_at bigint not null,
    started_at bigint,
    finished_at bigint,
    -- When its people were told by mail that it ended, how often that was tried, and
    -- when it may be tried next.
    told_at bigint,
    tell_tries bigint not null default 0,
    tell_after bigint not null default 0,
    -- Grows with every change; what event streams look at.
    revision bigint not null
);
create index run_claimed on run (claimed_by);
create index run_untold on run (submission_id) where told_at is null and step = 'done';
create index run_submission on run (submission_id);
create index run_waiting on run (step, organisation_id, created_at);
create index run_challenge on run (challenge_id, split, created_at);
-- What the queue's expected times are judged by.
create index run_finished on run (finished_at);

-- The program that serves, in one row: workers of another version take nothing.
create table serving_build (
    id bigint primary key check (id = 1),
    program text not null,
    engine text not null,
    started_at bigint not null
);

-- The unique key makes results idempotent.
create table case_result (
    run_id text not null references run (id),
    case_id text not null,
    position bigint not null,
    verdict text not null,
    result text not null,
    elapsed_ns bigint not null,
    constraint case_result_once primary key (run_id, case_id)
);

create table receipt (
    run_id text primary key references run (id),
    digest text not null,
    key_name text not null,
    -- Hides hidden cases until results are published.
    salt text not null,
    issued_at bigint not null
);

create table signing_key (
    name text primary key,
    public_key text not null,
    not_before bigint not null,
    not_after bigint not null,
    created_at bigint not null
);

-- Receipts, decisions and audit events, each bound to the one before.
create table chain_link (
    seq bigint primary key,
    at bigint not null,
    kind text not null,
    actor text not null,
    subject text not null,
    body text not null,
    previous text not null,
    digest text not null
);

create table clarification (
    id text primary key,
    challenge_id text not null references challenge (id),
    organisation_id text not null references organisation (id),
    account_id text not null references account (id),
    question text not null,
    asked_at bigint not null,
    answer text,
    answered_by text references account (id),
    answered_at bigint
);
create index clarification_challenge on clarification (challenge_id, asked_at);

create table announcement (
    id text primary key,
    challenge_id text references challenge (id),
    title_bg text not null,
    title_en text not null,
    body_bg text not null,
    body_en text not null,
    account_id text not null references account (id),
    published_at bigint not null
);

-- An upload that goes in parts; its bytes lie in the server's own folder.
create table upload (
    id text primary key,
    account_id text not null references account (id),
    bytes bigint not null,
    received bigint not null,
    digest text not null,
    created_at bigint not null,
    expires_at bigint not null
);
create index upload_expiry on upload (expires_at);

-- What is switched on for the whole site, in one row; without it all is on.
create table site_switches (
    id bigint primary key check (id = 1),
    is_registration_open bigint not null check (is_registration_open in (0, 1)),
    takes_submissions bigint not null check (takes_submissions in (0, 1)),
    -- What stands above every page, in both languages or in none.
    message_bg text,
    message_en text,
    changed_at bigint not null,
    revision bigint not null
);

-- Mails, without what they say, to whom and with which links: all of these are secrets.
create table mail_log (
    id text primary key,
    -- What a mail that is sent again by itself tells of: its tries have one row. Never
    -- shown, since beside the domain it would say whose that is.
    about text,
    purpose text not null,
    -- What follows the `@`: where a server takes nothing, all of its mails stand out.
    domain text not null,
    -- Whether it is tried again by itself when it did not go.
    is_repeated bigint not null check (is_repeated in (0, 1)),
    attempts bigint not null,
    fault text,
    created_at bigint not null,
    tried_at bigint not null,
    sent_at bigint,
    failed_at bigint,
    constraint mail_log_about unique (about)
);
create index mail_log_age on mail_log (created_at);

-- What a POST with an idempotency key answered; the same key and request get
-- the same answer.
create table idempotency (
    account_id text not null references account (id),
    key text not null,
    request_digest text not null,
    -- Absent while the first request is under way.
    status bigint,
    location text,
    body text,
    created_at bigint not null,
    primary key (account_id, key)
);
create index idempotency_age on idempotency (created_at);

-- Blobs that came and may be named by nothing yet. Noted before their bytes are
-- kept; what nothing names a day later goes. A column that names a blob has to be
-- in the list of `blobs/arrivals.rs`.
create table blob_arrival (
    digest text primary key,
    arrived_at bigint not null
);
create index blob_arrival_age on blob_arrival (arrived_at);
-- How a sweep finds out whether a blob is named.
create index plugin_blob on plugin (digest);
create index document_blob on submission (document_digest) where document_digest is not null;
create index receipt_blob on receipt (digest);
