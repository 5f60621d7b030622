//! Rows as the wire has them.

use jiff::Timestamp;
use pilotbox_model::api::accounts::{
    AccountExport, AccountView, ExportedIdentity, ExportedMention, ExportedRole, ExportedThing,
    InvitationView, Language, Me, Member, OrganisationView, Role, TokenView,
};
use pilotbox_store::{
    accounts::{
        AccountRow, ExportRows, GrantRow, InvitationRow, MemberRow, OrganisationRow, OwnRow,
        TokenRow,
    },
    from_millis,
};

use crate::{principal::Principal, problem::Problem, state::AppState};

/// The account that asks.
pub async fn me_of(state: &AppState, principal: &Principal) -> Result<Me, Problem> {
    let account = principal.account().unwrap_or_default();
    let row = state.store.account(account).await?;
    let organisations = state.store.organisations_of(account).await?;
    Ok(me(
        &row,
        organisations,
        principal.roles().iter().copied(),
        principal.needs_second_factor,
    ))
}

pub(super) fn me(
    row: &AccountRow,
    organisations: Vec<OrganisationRow>,
    roles: impl IntoIterator<Item = Role>,
    needs_second_factor: bool,
) -> Me {
    Me {
        id: row.id.clone(),
        email: row.email.clone(),
        name: row.name.clone(),
        language: Language::of_code(&row.language),
        roles: roles.into_iter().collect(),
        organisations: organisations.into_iter().map(organisation).collect(),
        has_second_factor: row.has_second_factor(),
        needs_second_factor,
        created_at: from_millis(row.created_at),
    }
}

pub(super) fn organisation(row: OrganisationRow) -> OrganisationView {
    OrganisationView {
        id: row.id,
        name: row.name,
        is_owner: row.is_owner == 1,
    }
}

pub(super) fn member(row: MemberRow) -> Member {
    Member {
        account: row.account_id,
        name: row.name,
        is_owner: row.is_owner == 1,
        since: from_millis(row.created_at),
    }
}

/// `grants` may hold those of other accounts too.
pub(super) fn account(row: AccountRow, grants: &[GrantRow]) -> AccountView {
    let own = grants.iter().filter(|grant| grant.account_id == row.id);
    let mut roles: Vec<Role> = own.filter_map(|grant| Role::parse(&grant.role)).collect();
    roles.dedup();
    AccountView {
        has_second_factor: row.has_second_factor(),
        id: row.id,
        email: row.email,
        name: row.name,
        roles,
        locked_at: moment(row.locked_at),
        created_at: from_millis(row.created_at),
    }
}

pub(super) fn invitation(row: InvitationRow) -> InvitationView {
    InvitationView {
        id: row.id,
        email: row.email,
        role: row.role.as_deref().and_then(Role::parse),
        invited_by: row.invited_by,
        created_at: from_millis(row.created_at),
        expires_at: from_millis(row.expires_at),
        accepted_at: moment(row.accepted_at),
    }
}

pub(super) fn token(row: TokenRow) -> TokenView {
    TokenView {
        id: row.id,
        name: row.name,
        // What nobody of ours wrote has no scope.
        scopes: serde_json::from_str(&row.scopes).unwrap_or_default(),
        created_at: from_millis(row.created_at),
        expires_at: from_millis(row.expires_at),
        last_used_at: moment(row.last_used_at),
    }
}

pub(super) fn export(rows: ExportRows, me: Me) -> AccountExport {
    let role = |row: GrantRow| ExportedRole {
        role: row.role,
        source: row.source,
        granted_at: from_millis(row.granted_at),
    };
    let identities = rows.identities.into_iter().map(|row| ExportedIdentity {
        issuer: row.issuer,
        subject: row.subject,
    });
    let mentions = rows.mentions.into_iter().map(|row| ExportedMention {
        seq: u64::try_from(row.seq).unwrap_or(0),
        kind: row.kind,
        at: from_millis(row.at),
    });
    AccountExport {
        me,
        email_confirmed_at: moment(rows.account.email_confirmed_at),
        person: rows.person,
        identities: identities.collect(),
        roles: rows.grants.into_iter().map(role).collect(),
        tokens: rows.tokens.into_iter().map(token).collect(),
        open_sessions: u64::try_from(rows.sessions).unwrap_or(0),
        things: rows.own.into_iter().map(thing).collect(),
        mentions: mentions.collect(),
    }
}

fn thing(row: OwnRow) -> ExportedThing {
    ExportedThing {
        kind: row.kind,
        id: row.id,
        text: row.text,
        at: from_millis(row.at),
    }
}

fn moment(millis: Option<i64>) -> Option<Timestamp> {
    millis.map(from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str) -> AccountRow {
        AccountRow {
            id: id.to_owned(),
            email: Some("ana@example.org".to_owned()),
            email_confirmed_at: Some(1),
            name: "Ана".to_owned(),
            language: "bg".to_owned(),
            password: Some("hash".to_owned()),
            totp_secret: Some("seed".to_owned()),
            totp_confirmed_at: None,
            totp_step: 0,
            epoch: 0,
            created_at: 0,
            locked_at: None,
            erased_at: None,
        }
    }

    fn grant(account: &str, role: &str, source: &str) -> GrantRow {
        GrantRow {
            account_id: account.to_owned(),
            role: role.to_owned(),
            source: source.to_owned(),
            granted_at: 0,
        }
    }

    #[test]
    fn a_view_has_its_own_roles_once_and_no_secret() {
        let grants = [
            grant("A", "staff", "admin"),
            grant("A", "staff", "oidc:city"),
            grant("B", "admin", "admin"),
        ];
        let view = account(row("A"), &grants);
        assert_eq!(view.roles, [Role::Staff]);
        assert!(
            !view.has_second_factor,
            "a seed that no code proved is none"
        );
        let text = serde_json::to_string(&view).unwrap();
        assert!(!text.contains("hash") && !text.contains("seed"), "{text}");
    }
}
