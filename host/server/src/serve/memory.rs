//! What the allocator does with large buffers.

/// Bytes from which a buffer is given back to the system as soon as it is freed.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const THRESHOLD_BYTES: libc::c_int = 128 * 1024;

/// Has freed large buffers given back to the system. By itself glibc raises the
/// bound up to 32 MiB when such buffers are freed, and keeps them: after a few
/// uploads at once a server would hold their memory for good. Call it once,
/// before threads are started. Elsewhere than on glibc it does nothing.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the allocator is set through a C function")]
pub fn return_large_buffers() {
    // SAFETY: `mallopt` takes two numbers and keeps no pointer; setting this
    // parameter is allowed at any time. It refuses what it does not know by its
    // result, and then nothing has changed.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, THRESHOLD_BYTES);
    }
}

/// Has freed large buffers given back to the system, where the allocator has to
/// be told; here it has not.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn return_large_buffers() {}
