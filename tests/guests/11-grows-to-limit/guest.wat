;; Grows its memory page by page to the last that it may have, writes to each, and then
;; takes no for an answer.
(module
  (memory (export "memory") 2)
  ;; Answers one forecast of a half.
  (data (i32.const 0) "\00\00\00\00\10\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\e0\3f")
  (global $free (mut i32) (i32.const 1024))
  (func (export "cabi_realloc") (param i32 i32 i32) (param $size i32) (result i32)
    (global.set $free (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
    (global.get $free)
    (global.set $free (i32.add (global.get $free) (local.get $size))))
  (func (export "pilotbox:mobility/parking-forecast@0.1.0#forecast")
    (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    (local $page i32)
    (loop $again
      (local.set $page (memory.grow (i32.const 1)))
      (if (i32.ne (local.get $page) (i32.const -1))
        (then
          (i32.store (i32.mul (local.get $page) (i32.const 65536)) (i32.const 7))
          (br $again))))
    i32.const 0))
