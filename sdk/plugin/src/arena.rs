//! The allocator of a guest: a region inside the memory that the component
//! starts with, then the system's allocator.
//!
//! A guest lives for one case. Growing its memory costs the host two system
//! calls, more than a small case takes; memory that is there from the start
//! costs none. So small blocks are laid end to end in a region of fixed size,
//! and only the last one is ever taken back.
//!
//! Exempt from the lint against unsafe code, as an allocator must be.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::UnsafeCell,
    ptr,
};

/// Bytes of the region: enough for what small cases allocate in all.
const REGION_BYTES: usize = 256 * 1024;

/// Blocks above this go to the system's allocator, which can take them back.
const MAX_BLOCK_BYTES: usize = 32 * 1024;

struct Arena {
    region: UnsafeCell<[u8; REGION_BYTES]>,
    used: UnsafeCell<usize>,
}

// SAFETY: a component of either profile has one thread; wasm threads are
// refused at upload.
unsafe impl Sync for Arena {}

#[global_allocator]
static ARENA: Arena = Arena {
    region: UnsafeCell::new([0; REGION_BYTES]),
    used: UnsafeCell::new(0),
};

impl Arena {
    fn start(&self) -> *mut u8 {
        self.region.get().cast()
    }

    fn holds(&self, block: *mut u8) -> bool {
        let offset = (block as usize).wrapping_sub(self.start() as usize);
        offset < REGION_BYTES
    }

    /// Whether the block was the last to be laid.
    unsafe fn is_last(&self, block: *mut u8, size: usize) -> bool {
        // SAFETY: one thread, and no reference to `used` is kept.
        block as usize + size == self.start() as usize + unsafe { *self.used.get() }
    }
}

// SAFETY: blocks of the region are aligned, do not overlap (`used` only moves
// past them, or back to the start of the last one) and never move by
// themselves. Every other block is the system's and is handed back to it.
unsafe impl GlobalAlloc for Arena {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: one thread, and no reference to `used` is kept.
        let used = unsafe { *self.used.get() };
        let start = self.start() as usize;
        let offset = (start + used).next_multiple_of(layout.align()) - start;
        let end = offset + layout.size();
        if layout.size() > MAX_BLOCK_BYTES || end > REGION_BYTES {
            // SAFETY: the caller's promises are handed on.
            return unsafe { System.alloc(layout) };
        }
        // SAFETY: as above; `offset` lies within the region.
        unsafe {
            *self.used.get() = end;
            self.start().add(offset)
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if !self.holds(block) {
            // SAFETY: a block outside the region is the system's.
            return unsafe { System.dealloc(block, layout) };
        }
        // SAFETY: one thread, and no reference to `used` is kept.
        unsafe {
            if self.is_last(block, layout.size()) {
                *self.used.get() -= layout.size();
            }
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        if !self.holds(block) {
            // SAFETY: a block outside the region is the system's.
            return unsafe { System.realloc(block, layout, new_size) };
        }
        // SAFETY: the last block may become longer or shorter where it is; any
        // other is copied to a new place that overlaps nothing.
        unsafe {
            let offset = block as usize - self.start() as usize;
            let fits = new_size <= MAX_BLOCK_BYTES && offset + new_size <= REGION_BYTES;
            if fits && self.is_last(block, layout.size()) {
                *self.used.get() = offset + new_size;
                return block;
            }
            let new_layout = Layout::from_size_align_unchecked(new_size, layout.align());
            let moved = self.alloc(new_layout);
            if !moved.is_null() {
                ptr::copy_nonoverlapping(block, moved, layout.size().min(new_size));
                self.dealloc(block, layout);
            }
            moved
        }
    }
}
