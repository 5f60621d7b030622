//! The work of admins: accounts and their roles, invitations, the audit trail.

use axum::http::Method;
use pilotbox_model::api::{
    Page,
    accounts::{AccountView, Invitation, InvitationView, Role, RoleInvitation},
    runs::ChainLink,
};

use super::{Api, bytes_of, challenges::limited, part};
use crate::failure::Failure;

/// Pages of the API that a search looks through at most.
const MOST_PAGES: usize = 10;

/// Rows of each of them, the most that the API gives.
const LOOK_ROWS: u32 = 200;

impl Api {
    /// Accounts from a cursor on that fit, at least `enough` of them, unless the list
    /// ends or too many do not fit. Where it goes on the answer says.
    pub async fn fitting_accounts(
        &self,
        mut cursor: Option<String>,
        enough: usize,
        fits: impl Fn(&AccountView) -> bool,
    ) -> Result<Page<AccountView>, Failure> {
        let mut items = Vec::new();
        for _ in 0..MOST_PAGES {
            let page = self.accounts(cursor.as_deref(), LOOK_ROWS).await?;
            items.extend(page.items.into_iter().filter(&fits));
            cursor = page.next;
            if cursor.is_none() || items.len() >= enough {
                break;
            }
        }
        Ok(Page {
            items,
            next: cursor,
        })
    }

    /// A page of accounts, in the order of their ids.
    pub async fn accounts(
        &self,
        cursor: Option<&str>,
        rows: u32,
    ) -> Result<Page<AccountView>, Failure> {
        self.get(&limited("/accounts", cursor, rows)).await
    }

    /// One account. The API gives accounts as a list only: it is among the few that
    /// follow on its id without the last character.
    pub async fn account(&self, id: &str) -> Result<AccountView, Failure> {
        let before = id.char_indices().next_back().map_or(0, |(at, _)| at);
        let before = id.get(..before).filter(|before| !before.is_empty());
        let found = self.accounts(before, LOOK_ROWS).await?;
        let found = found.items.into_iter().find(|account| account.id == id);
        found.ok_or_else(Failure::missing)
    }

    /// Grants a role.
    pub async fn grant_role(&self, account: &str, role: Role) -> Result<(), Failure> {
        self.act(Method::PUT, &role_of(account, role)).await
    }

    /// Takes a role.
    pub async fn take_role(&self, account: &str, role: Role) -> Result<(), Failure> {
        self.act(Method::DELETE, &role_of(account, role)).await
    }

    /// Locks an account, or unlocks it.
    pub async fn set_lock(&self, account: &str, is_locked: bool) -> Result<(), Failure> {
        let method = if is_locked {
            Method::PUT
        } else {
            Method::DELETE
        };
        let path = format!("/accounts/{}/lock", part(account));
        self.act(method, &path).await
    }

    /// Invitations to roles, in the order in which they were sent.
    pub async fn role_invitations(
        &self,
        cursor: Option<&str>,
        rows: u32,
    ) -> Result<Page<InvitationView>, Failure> {
        self.get(&limited("/invitations", cursor, rows)).await
    }

    /// Invites somebody to a role.
    pub async fn invite_to_role(&self, ask: &RoleInvitation) -> Result<Invitation, Failure> {
        self.send(Method::POST, "/invitations", ask).await
    }

    /// Links of the chain after a number, in order.
    pub async fn chain(&self, after: u64, links: u64) -> Result<Vec<ChainLink>, Failure> {
        let path = format!("/chain?after={after}&limit={links}");
        let bytes = bytes_of(self.fetch(&path).await?).await?;
        let rows = bytes.split(|byte| *byte == b'\n');
        rows.filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).map_err(Failure::internal))
            .collect()
    }

    /// Links before a number that fit, newest first, at most `most`; looks at no more
    /// than so many windows of links. The number is where the next page starts.
    pub async fn chain_before(
        &self,
        before: u64,
        most: usize,
        windows: usize,
        fits: impl Fn(&ChainLink) -> bool,
    ) -> Result<(Vec<ChainLink>, Option<u64>), Failure> {
        const WINDOW: u64 = 1_000;
        let mut found = Vec::new();
        let mut before = before;
        for _ in 0..windows {
            let after = before.saturating_sub(WINDOW + 1);
            let links = before.saturating_sub(1) - after;
            if links == 0 {
                return Ok((found, None));
            }
            for link in self.chain(after, links).await?.into_iter().rev() {
                before = link.seq;
                if fits(&link) {
                    found.push(link);
                }
                if found.len() >= most {
                    return Ok((found, (before > 1).then_some(before)));
                }
            }
            before = before.min(after + 1);
        }
        Ok((found, (before > 1).then_some(before)))
    }
}

fn role_of(account: &str, role: Role) -> String {
    format!("/accounts/{}/roles/{}", part(account), role.as_str())
}
