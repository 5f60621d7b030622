;; Logs nothing, again and again: it hands over no byte.
(module
  (import "pilotbox:plugin/log@0.1.0" "log" (func $log (param i32 i32 i32)))
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
    (loop $again
      (call $log (i32.const 1) (i32.const 0) (i32.const 0))
      (br $again))
    unreachable))
