//! `pilotbox data`: city data from a raw file to what is published.

mod catalogue;
mod generate;
mod intake;
mod key;
mod profile;
mod propose;
mod publish;
mod quality;
mod safe;
mod utility;

pub(crate) use intake::SHOWN_FINDINGS;

use crate::{
    arguments::data::{Data, DataCommand},
    exit::Failure,
};

pub(crate) fn data(data: &Data) -> Result<(), Failure> {
    match &data.command {
        DataCommand::Profile(arguments) => profile::profile(arguments),
        DataCommand::Propose(arguments) => propose::propose(arguments),
        DataCommand::Key(arguments) => key::make(arguments),
        DataCommand::Sanitize(arguments) => safe::sanitize(arguments),
        DataCommand::Risk(arguments) => safe::risk(arguments),
        DataCommand::Publish(arguments) => publish::publish(arguments),
        DataCommand::Generate(arguments) => generate::generate(arguments),
        DataCommand::Quality(arguments) => quality::quality(arguments),
    }
}
