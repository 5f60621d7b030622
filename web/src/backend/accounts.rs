//! Accounts: to register, to sign in, a person's own data, organisations.

use axum::http::Method;
use pilotbox_model::api::{
    Page,
    accounts::{
        Invitation, InvitationAccept, Me, MeChange, MemberInvitation, OneTimeCode, OrganisationAsk,
        OrganisationDetail, OrganisationView, PasswordChange, PasswordProof, ProviderView,
        RecoveryCodes, Register, ResetAsk, ResetConfirm, SecondFactorBegun, Secret, SessionOpened,
        SignIn, TokenAsk, TokenMade, TokenView,
    },
};

use super::{Api, challenges::list, part};
use crate::failure::Failure;

/// How somebody comes in.
impl Api {
    /// Opens a session; its cookie goes with the page's answer.
    pub async fn sign_in(&self, ask: &SignIn) -> Result<SessionOpened, Failure> {
        self.send(Method::POST, "/sessions", ask).await
    }

    /// Ends the session.
    pub async fn sign_out(&self) -> Result<(), Failure> {
        self.act(Method::DELETE, "/sessions/current").await
    }

    /// Shows the second factor in a session that began without it.
    pub async fn prove_second_factor(&self, code: String) -> Result<SessionOpened, Failure> {
        let path = "/sessions/current/second-factor";
        self.send(Method::POST, path, &OneTimeCode { code }).await
    }

    /// The identity providers that sign people in.
    pub async fn providers(&self) -> Result<Vec<ProviderView>, Failure> {
        self.get("/auth/oidc").await
    }

    /// Opens an account, once the link in a mail is followed.
    pub async fn register(&self, ask: &Register) -> Result<(), Failure> {
        self.tell(Method::POST, "/accounts", ask).await
    }

    /// Confirms an address with the secret of a mail.
    pub async fn confirm_email(&self, secret: String) -> Result<(), Failure> {
        let ask = Secret { secret };
        self.tell(Method::POST, "/accounts/confirm", &ask).await
    }

    /// Asks for a mail that lets the password be set anew.
    pub async fn ask_reset(&self, email: String) -> Result<(), Failure> {
        let ask = ResetAsk { email };
        self.tell(Method::POST, "/accounts/reset", &ask).await
    }

    /// Sets the password anew with the secret of a mail.
    pub async fn reset_password(&self, secret: String, password: String) -> Result<(), Failure> {
        let ask = ResetConfirm { secret, password };
        let path = "/accounts/reset/confirm";
        self.tell(Method::POST, path, &ask).await
    }
}

/// The own account.
impl Api {
    /// Changes name or language.
    pub async fn change_me(&self, change: &MeChange) -> Result<Me, Failure> {
        self.send(Method::PATCH, "/me", change).await
    }

    /// Sets another password; the session's new cookie goes with the page's answer.
    pub async fn change_password(&self, change: &PasswordChange) -> Result<(), Failure> {
        self.tell(Method::PUT, "/me/password", change).await
    }

    /// Begins to set up a second factor.
    pub async fn begin_second_factor(
        &self,
        password: Option<String>,
    ) -> Result<SecondFactorBegun, Failure> {
        let proof = PasswordProof { password };
        self.send(Method::POST, "/me/second-factor", &proof).await
    }

    /// Sets it up with a first code.
    pub async fn confirm_second_factor(&self, code: String) -> Result<RecoveryCodes, Failure> {
        let path = "/me/second-factor/confirm";
        self.send(Method::POST, path, &OneTimeCode { code }).await
    }

    /// Drops it; the session ends with it.
    pub async fn drop_second_factor(&self, code: String) -> Result<(), Failure> {
        let path = "/me/second-factor";
        self.tell(Method::DELETE, path, &OneTimeCode { code }).await
    }

    /// A page of the own tokens.
    pub async fn tokens(&self, cursor: Option<&str>) -> Result<Page<TokenView>, Failure> {
        self.get(&list("/me/tokens", cursor)).await
    }

    /// Makes a token.
    pub async fn create_token(&self, ask: &TokenAsk) -> Result<TokenMade, Failure> {
        self.send(Method::POST, "/me/tokens", ask).await
    }

    /// Revokes a token.
    pub async fn revoke_token(&self, id: &str) -> Result<(), Failure> {
        let path = format!("/me/tokens/{}", part(id));
        self.act(Method::DELETE, &path).await
    }

    /// Forgets the person who asks; the session ends with that.
    pub async fn erase_me(&self, password: Option<String>) -> Result<(), Failure> {
        let proof = PasswordProof { password };
        self.tell(Method::DELETE, "/me", &proof).await
    }
}

/// Organisations, and invitations to them and to roles.
impl Api {
    /// An organisation with its members.
    pub async fn organisation(&self, id: &str) -> Result<OrganisationDetail, Failure> {
        self.get(&format!("/organisations/{}", part(id))).await
    }

    /// Founds an organisation.
    pub async fn create_organisation(&self, name: String) -> Result<OrganisationView, Failure> {
        let ask = OrganisationAsk { name };
        self.send(Method::POST, "/organisations", &ask).await
    }

    /// Invites somebody to an organisation.
    pub async fn invite_member(
        &self,
        organisation: &str,
        ask: &MemberInvitation,
    ) -> Result<Invitation, Failure> {
        let path = format!("/organisations/{}/invitations", part(organisation));
        self.send(Method::POST, &path, ask).await
    }

    /// Accepts an invitation.
    pub async fn accept_invitation(&self, ask: &InvitationAccept) -> Result<(), Failure> {
        self.tell(Method::POST, "/invitations/accept", ask).await
    }
}
