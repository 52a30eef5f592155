import Ethernet
import Glibc
import HyperV
import Switching
import Testing

@Suite(.enabled(if: canMakeNamespaces, "network namespaces need root")) struct TapPortTests {
  @Test func neverMakesADevice() async throws {
    try await withSandbox(1) { sandbox in
      let code = try sandbox.run(in: 0) {
        do {
          _ = try tapEndpoint("t0")
          return DrosteError.Code?.none
        } catch let error as DrosteError {
          return error.code
        }
      }
      #expect(code == .objectNotFound)
      try sandbox.shell("! ip -n $0 link show dev t0 2> /dev/null")
    }
  }

  @Test func outlivesItsReader() async throws {
    try await withSandbox(1) { sandbox in
      try sandbox.shell("ip -n $0 tuntap add dev t0 mode tap; ip -n $0 link set dev t0 up")
      for _ in 0..<2 {
        let port = try sandbox.run(in: 0) { Unchecked(try tapEndpoint("t0")) }.value
        #expect(port.isConnected)
        let second = #expect(throws: DrosteError.self) {
          _ = try sandbox.run(in: 0) { Unchecked(try tapEndpoint("t0")) }
        }
        #expect(second?.code == .invalidState)
        port.close()
      }
      try sandbox.shell("ip -n $0 link show dev t0 > /dev/null")
    }
  }

  @Test func followsItsDevice() async throws {
    try await withSandbox(1) { sandbox in
      try sandbox.shell("ip -n $0 tuntap add dev t0 mode tap; ip -n $0 link set dev t0 up")
      try sandbox.run(in: 0) {
        let port = try tapEndpoint("t0")
        let frame = EthernetHeader.frame(
          to: .broadcast, from: MACAddress("00-15-5D-00-00-09")!, .lldp, payload: [UInt8](repeating: 7, count: 46))
        func send() -> SendResult { frame.withRawSpan { port.send($0) } }
        #expect(send() == .sent)
        try sandbox.shell("ip -n $0 link set dev t0 down")
        #expect(send() == .disconnected)
        #expect(!port.isConnected)
        try sandbox.shell("ip -n $0 link set dev t0 up")
        #expect(port.isConnected)
        #expect(send() == .sent)
        try sandbox.shell("ip -n $0 link delete dev t0")
        var list = pollfd(fd: port.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&list, 1, 1000) == 1)
        #expect(throws: DrosteError.self) { while true { try port.receive { _ in } } }
        #expect(send() == .disconnected)
        port.close()
      }
    }
  }
}
