//! The capacity in which somebody writes, as it stands in a head. A later version may know capacities that this one does
//! not: such an entry keeps its bytes and counts like one of an unknown kind.

use super::Role;
use minicbor::{Decode, Encode};

/// The number of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct RoleNo(#[n(0)] pub u32);

impl RoleNo {
    /// The role, if this version knows it.
    pub fn known(self) -> Option<Role> {
        Role::ALL.iter().copied().find(|role| Self::from(*role) == self)
    }
}

impl From<Role> for RoleNo {
    fn from(role: Role) -> Self {
        Self(u32::from(role.number()))
    }
}
