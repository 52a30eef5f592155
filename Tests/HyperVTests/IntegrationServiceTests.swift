import FoundationEssentials
import HyperV
import Testing

@Suite struct IntegrationServiceTests {
  @Test func standard() {
    let services = IntegrationServices.standard
    #expect(
      IntegrationService.allCases.filter { services[$0] } == [.heartbeat, .keyValuePairExchange, .shutdown])
    #expect(Set(IntegrationService.allCases.map(\.componentID)).count == 6)
    #expect(MachineConfiguration(name: "m").integrationServices == services)
  }

  @Test(arguments: IntegrationService.allCases) func enabling(_ service: IntegrationService) throws {
    var machine = MachineConfiguration(name: "m")
    machine.integrationServices[service] = true
    let expected =
      service.isProvided
      ? [] : ["integrationServices: \(service.rawValue) cannot be enabled, the agent in the guests does not have it"]
    #expect(machine.problems(vendor: .amd) == expected)
    machine.integrationServices[service] = false
    #expect(!machine.integrationServices.enabled.contains(service))
    #expect(machine.problems(vendor: .amd).isEmpty)
    let json = try JSONEncoder().encode(machine.integrationServices)
    #expect(try JSONDecoder().decode(IntegrationServices.self, from: json) == machine.integrationServices)
  }

  @Test func partialJSON() throws {
    let found = try JSONDecoder().decode(
      IntegrationServices.self, from: Data(#"{"Shutdown":false,"Guest Service Interface":true}"#.utf8))
    #expect(found.enabled == [.heartbeat, .keyValuePairExchange, .guestServiceInterface])
  }

  @Test(arguments: [#"{"Shutdwn":false}"#, #"{"Shutdown":"no"}"#, "[]", #""Shutdown""#, "7"])
  func refusedJSON(_ text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(IntegrationServices.self, from: Data(text.utf8)) }
  }
}

@Suite struct ComPortTests {
  @Test(arguments: [
    ([ComPortConfiguration(number: 1), .init(number: 2)], [String]()),
    ([.init(number: 2, path: "/run/a.sock")], []), ([], []),
    ([.init(number: 2, path: "/" + String(repeating: "a", count: 106))], []),
    ([.init(number: 2, path: "/" + String(repeating: "a", count: 107))], ["comPorts[0].path: it has 108 bytes"]),
    (
      [.init(number: 1, path: "/run/a.sock")],
      ["comPorts[0].path: COM 1 is the console and belongs to the service; its path cannot be set, use COM 2"]
    ), ([.init(number: 3)], ["comPorts[0].number: 3 is not 1 or 2"]),
    ([.init(number: 2), .init(number: 2)], ["comPorts[1].number: COM 2 is there twice"]),
    ([.init(number: 2, path: "run/a")], ["comPorts[0].path: \"run/a\" is not the absolute path"]),
    ([.init(number: 2, path: #"\\.\pipe\a"#)], [#"comPorts[0].path: "\\.\pipe\a" is not the absolute path"#]),
    ([.init(number: 2, path: "")], ["comPorts[0].path: \"\" is not the absolute path"]),
    ([.init(number: 2, path: "/run/")], ["comPorts[0].path: \"/run/\" is not the absolute path"]),
    ([.init(number: 2, path: "/a\u{0}b")], ["comPorts[0].path: \"/a\u{0}b\" is not the absolute path"]),
  ])
  func rules(_ ports: [ComPortConfiguration], _ expected: [String]) {
    let found = MachineConfiguration(name: "m", comPorts: ports).problems(vendor: .amd)
    #expect(found.count == expected.count)
    for (text, start) in zip(found, expected) { #expect(text.hasPrefix(start)) }
  }
}
