;; The smallest harness for the parking forecast. It calls everything that it
;; may, so that each of its imports is there when a plugin is plugged in.
(module
  (import "pilotbox:challenge/meter@0.1.0" "start" (func $start))
  (import "pilotbox:challenge/meter@0.1.0" "stop" (func $stop (result i64)))
  (import "pilotbox:challenge/data@0.1.0" "open" (func $open (param i32 i32 i32)))
  (import "pilotbox:mobility/parking-forecast@0.1.0" "forecast"
    (func $forecast (param i32 i32 i32 i32 i32 i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    i32.const 1024)
  (func (export "pilotbox:challenge/evaluation@0.1.0#cases") (param i32) (result i32)
    (call $open (i32.const 0) (i32.const 0) (i32.const 0))
    unreachable)
  (func (export "pilotbox:challenge/evaluation@0.1.0#run") (param i32 i32 i32) (result i32)
    (call $start)
    (call $forecast
      (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)
      (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
    (drop (call $stop))
    unreachable))
