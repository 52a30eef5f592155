import HyperV
import Testing

/// Nested virtualization needs configuration version 8.0 on Intel and 9.3 on AMD.
@Suite struct NestingRuleTests {
  @Test(arguments: [
    (ProcessorVendor.intel, "8.0", true), (.intel, "8.1", true), (.intel, "9.2", true), (.intel, "12.0", true),
    (.amd, "8.0", false), (.amd, "8.3", false), (.amd, "9.0", false), (.amd, "9.2", false), (.amd, "9.3", true),
    (.amd, "10.0", true), (.amd, "12.0", true),
  ])
  func minimumVersion(_ vendor: ProcessorVendor, _ version: String, _ allowed: Bool) throws {
    let configuration = MachineConfiguration(
      name: "L1", version: try #require(ConfigurationVersion(version)),
      processor: .init(exposeVirtualizationExtensions: true))
    let problems = configuration.problems(vendor: vendor)
    #expect(problems.isEmpty == allowed)
    guard !allowed else { return }
    let problem = try #require(problems.first)
    #expect(problems.count == 1)
    #expect(problem.hasPrefix("processor.exposeVirtualizationExtensions: "))
    #expect(problem.contains("9.3") && problem.contains("AMD") && problem.contains(version) && problem.contains("L1"))
  }

  /// What is below the list altogether is refused for both reasons.
  @Test(arguments: ProcessorVendor.allCases) func unsupportedVersion(_ vendor: ProcessorVendor) {
    let configuration = MachineConfiguration(
      name: "L1", version: .init(7, 1), processor: .init(exposeVirtualizationExtensions: true))
    let problems = configuration.problems(vendor: vendor)
    #expect(problems.contains { $0.hasPrefix("version: 7.1 is not supported") && $0.contains("12.0") })
    #expect(problems.contains { $0.hasPrefix("processor.exposeVirtualizationExtensions: ") })
  }

  @Test(arguments: ProcessorVendor.allCases, ConfigurationVersion.supported)
  func everyVersionWithoutNesting(_ vendor: ProcessorVendor, _ version: ConfigurationVersion) {
    #expect(MachineConfiguration(name: "m", version: version).problems(vendor: vendor).isEmpty)
  }

  @Test func notExposedUnlessAsked() {
    #expect(!MachineConfiguration(name: "m").processor.exposeVirtualizationExtensions)
    #expect(ProcessorVendor.intel.virtualizationFlag == "vmx")
    #expect(ProcessorVendor.amd.virtualizationFlag == "svm")
  }

  @Test(
    arguments: [
      (true, "svm", true), (true, "vmx", true), (true, nil, false), (false, nil, true), (false, "svm", false),
    ] as [(Bool, String?, Bool)])
  func verified(_ asked: Bool, _ found: String?, _ verified: Bool) {
    #expect(ExtensionVerification(asked: asked, found: found, kvmRuns: nil).verified == verified)
  }
}
