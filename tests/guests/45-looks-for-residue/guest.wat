;; Looks for what somebody left in memory and tables: in what it starts with beyond its own
;; data, and in all that it can grow. Then fills everything, for the next case to find.
;; Stops itself if it finds anything.
(module
  (import "pilotbox:plugin/log@0.1.0" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 2)
  (table $t 100 funcref)
  (elem declare func $search)
  (data (i32.const 512) "found none")
  (func $search (param $at i32) (param $end i32)
    (loop $next
      (if (i64.ne (i64.load (local.get $at)) (i64.const 0)) (then unreachable))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))
  ;; Answers one forecast of a half.
  (data (i32.const 0) "\00\00\00\00\10\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\e0\3f")
  (global $free (mut i32) (i32.const 1024))
  (func (export "cabi_realloc") (param i32 i32 i32) (param $size i32) (result i32)
    (global.set $free (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
    (global.get $free)
    (global.set $free (i32.add (global.get $free) (local.get $size))))
  (func (export "pilotbox:mobility/parking-forecast@0.1.0#forecast")
    (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    (local $i i32)
    ;; Beyond the arguments, which lie below.
    (call $search (i32.const 32768) (i32.const 131072))
    (if (i32.ne (memory.grow (i32.const 254)) (i32.const 2)) (then unreachable))
    (call $search (i32.const 131072) (i32.const 16777216))
    (if (i32.ne (table.grow $t (ref.null func) (i32.const 19800)) (i32.const 100)) (then unreachable))
    (loop $next
      (if (i32.eqz (ref.is_null (table.get $t (local.get $i)))) (then unreachable))
      (table.set $t (local.get $i) (ref.func $search))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 19900))))
    (memory.fill (i32.const 32768) (i32.const 0xaa) (i32.const 16744448))
    (call $log (i32.const 1) (i32.const 512) (i32.const 10))
    i32.const 0))
