//! Seccomp: which system calls a process may make. Everything that is not on
//! the list fails with "operation not permitted": no socket, no other program,
//! no other process, no clock to set.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, Error, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
    SeccompFilter, SeccompRule, TargetArch, apply_filter,
};

use super::Role;

/// Memory, threads, signals, clocks, and what is open already.
const COMMON: [libc::c_long; 45] = [
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_readv,
    libc::SYS_writev,
    libc::SYS_pread64,
    libc::SYS_close,
    libc::SYS_dup,
    libc::SYS_fstat,
    libc::SYS_newfstatat,
    libc::SYS_statx,
    libc::SYS_lseek,
    libc::SYS_fcntl,
    libc::SYS_fdatasync,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mprotect,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_mincore,
    libc::SYS_membarrier,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_restart_syscall,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_rseq,
    libc::SYS_set_robust_list,
    libc::SYS_prctl,
    libc::SYS_uname,
    libc::SYS_getrusage,
    libc::SYS_set_tid_address,
    // Answered with "no such call" by the other filter, see there.
    libc::SYS_clone3,
    libc::SYS_openat2,
];

/// Opening files, which Landlock narrows to those that it was told of; and what
/// the runtime behind WASI waits with, though it has nothing to wait for.
const RUNNER: [libc::c_long; 6] = [
    libc::SYS_epoll_create1,
    libc::SYS_epoll_ctl,
    libc::SYS_epoll_pwait,
    libc::SYS_eventfd2,
    libc::SYS_getdents64,
    libc::SYS_readlinkat,
];

/// Flags of opening a file that do more than read.
const WRITING: u64 = (libc::O_WRONLY | libc::O_RDWR | libc::O_CREAT | libc::O_TRUNC) as u64;

/// `PAGEMAP_SCAN`, by which the pool finds the pages that a case has touched.
const PAGEMAP_SCAN: u64 = 0xc060_6610;

pub(super) fn apply(role: Role<'_>) -> Result<String, String> {
    install(role).map_err(|error| error.to_string())?;
    Ok(match role {
        Role::Runner { .. } => {
            "no sockets, no programs, no processes, no writing calls on files".to_owned()
        }
        Role::Compiler(_) => "no files, no sockets, no programs, no processes".to_owned(),
    })
}

fn install(role: Role<'_>) -> Result<(), Error> {
    let arch = TargetArch::try_from(std::env::consts::ARCH).map_err(Error::from)?;
    let denied = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let allowed = SeccompFilter::new(allowed(role)?, denied, SeccompAction::Allow, arch)?;
    // The arguments of these lie in memory, where no filter can see them. Libraries
    // fall back to `clone` and `openat` if they are told that the call does not exist.
    let unknown = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
    let unseen = BTreeMap::from([(libc::SYS_clone3, vec![]), (libc::SYS_openat2, vec![])]);
    let absent = SeccompFilter::new(unseen, SeccompAction::Allow, unknown, arch)?;
    for filter in [absent, allowed] {
        let program: BpfProgram = filter.try_into().map_err(Error::from)?;
        apply_filter(&program)?;
    }
    Ok(())
}

fn allowed(role: Role<'_>) -> Result<BTreeMap<i64, Vec<SeccompRule>>, Error> {
    let mut calls: BTreeMap<i64, Vec<SeccompRule>> =
        COMMON.iter().map(|call| (*call, vec![])).collect();
    #[cfg(target_arch = "x86_64")]
    if matches!(role, Role::Runner { .. }) {
        calls.insert(libc::SYS_epoll_wait, vec![]);
    }
    // A thread, never a process.
    let thread = u64::from(libc::CLONE_THREAD.unsigned_abs());
    let is_thread = SeccompCmpOp::MaskedEq(thread);
    calls.insert(libc::SYS_clone, vec![argument(0, is_thread, thread)?]);
    // A signal to itself is how a process aborts.
    let own = argument(0, SeccompCmpOp::Eq, u64::from(std::process::id()))?;
    calls.insert(libc::SYS_tgkill, vec![own]);
    // Its own limits, which it may read and lower, never another's.
    let own = argument(0, SeccompCmpOp::Eq, 0)?;
    calls.insert(libc::SYS_prlimit64, vec![own]);
    if matches!(role, Role::Runner { .. }) {
        calls.extend(RUNNER.iter().map(|call| (*call, vec![])));
        // To read, never to write, to make or to cut.
        let reading = SeccompCmpOp::MaskedEq(WRITING);
        calls.insert(libc::SYS_openat, vec![argument(2, reading, 0)?]);
        let scan = argument(1, SeccompCmpOp::Eq, PAGEMAP_SCAN)?;
        calls.insert(libc::SYS_ioctl, vec![scan]);
    }
    Ok(calls)
}

/// A rule on one argument of a call.
fn argument(index: u8, operator: SeccompCmpOp, value: u64) -> Result<SeccompRule, Error> {
    let condition = SeccompCondition::new(index, SeccompCmpArgLen::Dword, operator, value)?;
    Ok(SeccompRule::new(vec![condition])?)
}
