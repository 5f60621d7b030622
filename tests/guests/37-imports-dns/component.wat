;; Asks for names on the network.
(component
  (import "wasi:sockets/ip-name-lookup@0.2.6" (instance)))
