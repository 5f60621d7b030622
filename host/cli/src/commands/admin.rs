//! `pilotbox admin`: what the one who runs an installation does on its database.

mod backups;

use jiff::Timestamp;
use pilotbox_server::{
    admin::{self, AdminError, NewPerson},
    config::Config,
    keys::Keys,
    open,
};
use pilotbox_store::{Store, to_millis};
use serde_json::json;

use super::serve::block_on;
use crate::{
    arguments::server::{Admin, AdminCommand, ConfigAsk, ConfigFile, CreateUser, Erase, RoleOf},
    ask,
    exit::{Exit, Failure},
    show::{self, Page},
};

pub(crate) fn admin(arguments: &Admin) -> Result<(), Failure> {
    open::keep_private();
    match &arguments.command {
        AdminCommand::CreateUser(new) => create_user(new),
        AdminCommand::Grant(role) => change_role(role, true),
        AdminCommand::RevokeRole(role) => change_role(role, false),
        AdminCommand::Lock(who) => on_store(&load_own(&who.config)?, async |store, now| {
            done(admin::set_lock(store, &who.who, true, now).await)?;
            say(format_args!("`{}` is locked", who.who))
        }),
        AdminCommand::Unlock(who) => on_store(&load_own(&who.config)?, async |store, now| {
            done(admin::set_lock(store, &who.who, false, now).await)?;
            say(format_args!("`{}` is not locked", who.who))
        }),
        AdminCommand::DropFactor(who) => on_store(&load_own(&who.config)?, async |store, now| {
            done(admin::drop_factor(store, &who.who, now).await)?;
            say(format_args!("`{}` has no second factor", who.who))
        }),
        AdminCommand::Erase(erase) => self::erase(erase),
        AdminCommand::RotateKey(ask) => rotate_key(ask),
        AdminCommand::Backup(archive) => backups::backup(archive),
        AdminCommand::Restore(archive) => backups::restore(archive),
    }
}

/// Reads the configuration of an installation whose files are this user's.
fn load_own(file: &ConfigFile) -> Result<Config, Failure> {
    let config = super::serve::load(file)?;
    open::demand_owner(&config).map_err(Failure::usage)?;
    Ok(config)
}

fn create_user(new: &CreateUser) -> Result<(), Failure> {
    let config = load_own(&new.config)?;
    let password = ask::new_password(new.password_stdin)?;
    let person = NewPerson {
        email: &new.email,
        name: &new.name,
        password: &password,
        language: new.language.language(),
    };
    on_store(&config, async |store, now| {
        let id = done(admin::create_account(store, &person, now).await)?;
        for role in &new.role {
            done(admin::grant(store, &id, role.role(), now).await)?;
        }
        let roles: Vec<_> = new.role.iter().map(|role| role.role().as_str()).collect();
        if new.json {
            return show::json(&json!({ "id": id, "email": new.email, "roles": roles }));
        }
        say(format_args!("account `{id}` of `{}` is made", new.email))
    })
}

fn change_role(ask: &RoleOf, is_granted: bool) -> Result<(), Failure> {
    let (who, role) = (&ask.who, ask.role.role());
    on_store(&load_own(&ask.config)?, async |store, now| {
        if is_granted {
            done(admin::grant(store, who, role, now).await)?;
            return say(format_args!("`{who}` has the role `{}`", role.as_str()));
        }
        done(admin::take(store, who, role, now).await)?;
        say(format_args!("`{who}` has not the role `{}`", role.as_str()))
    })
}

fn erase(erase: &Erase) -> Result<(), Failure> {
    let who = &erase.who.who;
    if !erase.yes {
        ask::agreed(
            &format!("forget `{who}`? this cannot be undone"),
            "use `--yes`",
        )?;
    }
    on_store(&load_own(&erase.who.config)?, async |store, now| {
        done(admin::erase(store, who, now).await)?;
        say(format_args!(
            "`{who}` is forgotten; backups made before still hold the person"
        ))
    })
}

fn rotate_key(ask: &ConfigAsk) -> Result<(), Failure> {
    let config = load_own(&ask.config)?;
    on_store(&config, async |store, _| {
        let now = Timestamp::now();
        let host = |error| Failure::new(Exit::Host, error);
        let keys = Keys::open(&config, store, now).await.map_err(host)?;
        let key = keys.rotate(now).await.map_err(host)?;
        let list = config.trusted_keys_file();
        if ask.json {
            return show::json(&json!({ "key": key.name, "trusted_keys": list }));
        }
        let mut page = Page::default();
        page.line(format_args!(
            "receipts are signed with `{}` from now on",
            key.name
        ));
        page.line(format_args!("publish {}", list.display()));
        page.print()
    })
}

/// Does something on the installation's database, with the time in milliseconds.
fn on_store(
    config: &Config,
    task: impl AsyncFnOnce(&Store, i64) -> Result<(), Failure>,
) -> Result<(), Failure> {
    block_on(async {
        let store = open::store(config).await;
        let store = store.map_err(|error| Failure::new(Exit::Host, error))?;
        let result = task(&store, to_millis(Timestamp::now())).await;
        store.close().await;
        result
    })?
}

fn done<T>(result: Result<T, AdminError>) -> Result<T, Failure> {
    result.map_err(|error| match error {
        AdminError::Store(_) | AdminError::Hash(_) => Failure::new(Exit::Host, error),
        error => Failure::usage(error),
    })
}

fn say(line: impl std::fmt::Display) -> Result<(), Failure> {
    let mut page = Page::default();
    page.line(line);
    page.print()
}
