import FoundationEssentials
import Glibc
import Testing

/// The scripts in `examples/`, run as they stand.
@Suite struct ExampleScriptTests {
  private static func example(_ name: String) -> String {
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/examples/" + name
  }

  // MARK: nest-status.ps1

  @Test func statusTellsVerdictReasonsAndFacts() async throws {
    try await withHost { home in
      try await CommandRow(
        "New-VM small | Out-Null; New-VM nest -Image host -MemoryStartupBytes 4GB | Out-Null; "
          + "Set-VMProcessor nest -ExposeVirtualizationExtensions $true; "
          + "Set-VMNetworkAdapter nest -MacAddressSpoofing On; New-VM old -Version 8.0 -MemoryStartupBytes 5GB | Out-Null"
      ).check(home: home)

      let all = try await program(["run", Self.example("nest-status.ps1")], home: home)
      #expect(all.error.isEmpty)
      #expect(all.exitCode == 1)
      #expect(all.output.hasPrefix("Looking at the host... done.\n\nThe host "))
      #expect(all.output.contains("\nLooking for machines... found 3 of them.\n"))
      for fact in [
        "\nHypervisorRunning      : ", "\nBuild Lab              : 20348.", "\nNewestVersion          : 12.0\n",
        "\nHostSupportsNesting    : ",
      ] {
        #expect(all.output.contains(fact), "\(fact)")
      }
      let small = "The machine small supports nested virtualization: "
      #expect(
        all.output.contains(
          """

          \(small)NO
          What is against it:
          \t The virtualization extensions are not exposed to it.
          \t It has less than 4 GB of memory.
          Without MAC address spoofing the machines inside it reach the network only through a NAT in it.


          Name                           : small
          SupportsNesting                : False
          ExposeVirtualizationExtensions : False
          DynamicMemoryEnabled           : False
          Memory                         : 512 MB
          Version                        : 12.0
          State                          : Off
          MacAddressSpoofing             : Off


          """), "\(all.output)")
      #expect(all.output.contains("\nThe machine old supports nested virtualization: NO\n"))

      let nest = try await program(["run", Self.example("nest-status.ps1"), "-VMName", "nest"], home: home)
      #expect(
        nest.output.hasSuffix(
          """
          found 1 of them.

          The machine nest supports nested virtualization: YES


          Name                           : nest
          SupportsNesting                : True
          ExposeVirtualizationExtensions : True
          DynamicMemoryEnabled           : False
          Memory                         : 4,096 MB
          Version                        : 12.0
          State                          : Off
          MacAddressSpoofing             : On




          """), "\(nest.output)")
      // The host's own verdict depends on the computer.
      let isReady = nest.output.contains("nested virtualization: YES\n\n\nComputer")
      #expect(nest.exitCode == (isReady ? 0 : 1))
      #expect(nest.output.contains("HostSupportsNesting    : \(isReady ? "True" : "False")\n"))

      let none = try await program(["run", Self.example("nest-status.ps1"), "-VMName", "none"], home: home)
      #expect(none.exitCode == 1)
      #expect(
        none.error.hasPrefix(
          Self.example("nest-status.ps1") + " : Hyper-V was unable to find a virtual machine with name \"none\".\n"))
      try await CommandRow("Remove-VM * -Force").check(home: home)
    }
  }

  // MARK: prepare-nest.ps1

  struct Preparation: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// What the machine L1 is made with.
    var machine = "New-VM L1 | Out-Null"
    var arguments = ["-vmName", "L1"]
    var answers: String
    var output: String
    var error = ""
    var exitCode: Int32 = 0
    /// Extensions, spoofing, memory in MB afterwards.
    var state = "False Off 512"
  }

  private static let begin = """
    For machines inside L1 this is to be done:
    \tThe virtualization extensions will be exposed
    \tOn request: MAC address spoofing
    \tOn request: 4 GB of memory
    Go on? (Y/N)

    """
  private static let spoofing =
    "Without MAC address spoofing the machines inside have no network of their own.\nTurn it on? (Y/N)\n"
  private static let memory =
    "With less than 4 GB of memory there is little room for machines inside.\nSet it to 4 GB? (Y/N)\n"
  private static let again = "Y or N, in upper case:\n"

  static let preparations: [Preparation] = [
    Preparation(
      testDescription: "all of it", answers: "Y\nY\nY\n",
      output: begin + spoofing + memory + "L1: extensions True, 4,096 MB, Off\n", state: "True On 4096"),
    Preparation(
      testDescription: "nothing on request", answers: "Yes\nNo\nN\n",
      output: begin + spoofing + "MAC address spoofing stays off.\n" + memory
        + "The memory stays as it is.\nL1: extensions True, 512 MB, Off\n", state: "True Off 512"),
    Preparation(
      testDescription: "answers are asked again", answers: "y\nmaybe\n\nY\nn\n N\nN\nNever\n",
      output: begin + again + again + again + spoofing + again + again + "MAC address spoofing stays off.\n" + memory
        + "The memory stays as it is.\nL1: extensions True, 512 MB, Off\n", state: "True Off 512"),
    Preparation(testDescription: "refused", answers: "N\n", output: begin + "Nothing was changed.\n"),
    Preparation(
      testDescription: "no answer", answers: "",
      output: begin + String(repeating: again, count: 9), error: "There is no answer.\n", exitCode: 1),
    Preparation(
      testDescription: "ready already",
      machine: "New-VM L1 -MemoryStartupBytes 4GB | Set-VMProcessor -ExposeVirtualizationExtensions $true; "
        + "Set-VMNetworkAdapter L1 -MacAddressSpoofing On", answers: "",
      output: "For machines inside L1 this is to be done:\n\tNothing, it is ready\n", state: "True On 4096"),
    Preparation(
      testDescription: "no machine is named", arguments: [], answers: "",
      output: "No machine is named.\nNothing was changed.\n", exitCode: 1),
    Preparation(
      testDescription: "no such machine", arguments: ["L7"], answers: "", output: "",
      error: "\(example("prepare-nest.ps1")) : There is no machine L7.\n", exitCode: 1),
    Preparation(
      testDescription: "two adapters",
      machine: "New-VM L1 -MemoryStartupBytes 4GB | Out-Null; Add-VMNetworkAdapter L1 -Name Second", answers: "Y\nY\n",
      output: """
        For machines inside L1 this is to be done:
        \tThe virtualization extensions will be exposed
        \tOn request: MAC address spoofing
        Go on? (Y/N)

        """ + spoofing + "L1: extensions True, 4,096 MB, Off\n", state: "True On On 4096"),
  ]

  @Test func preparationAsksAndDoes() async throws {
    // The tests run as one user or another; only root is not told that this is fine.
    let note = geteuid() == 0 ? "" : "This needs no administrator rights on this host.\n"
    try await withHost { home in
      // Keeps the service, which ends with what it looks after.
      try await CommandRow("New-VMSwitch keep -SwitchType Private | Out-Null").check(home: home)
      for row in Self.preparations {
        try await CommandRow(row.machine).check(home: home)
        let result = try await program(
          ["run", Self.example("prepare-nest.ps1")] + row.arguments, home: home, input: row.answers)
        let isAsked = !row.arguments.isEmpty
        #expect(result.output == (isAsked ? note : "") + row.output, "\(row.testDescription)")
        #expect(result.exitCode == row.exitCode, "\(row.testDescription): \(result.error)")
        #expect(
          row.error.isEmpty ? result.error.isEmpty : result.error.hasPrefix(row.error),
          "\(row.testDescription): \(result.error)")
        try await CommandRow(
          "\"$((Get-VMProcessor L1).ExposeVirtualizationExtensions) $((Get-VMNetworkAdapter L1).MacAddressSpoofing) "
            + "$((Get-VM L1).MemoryStartup / 1MB)\"; Remove-VM L1 -Force", row.state + "\n"
        ).check(home: home)
      }
      try await CommandRow("Remove-VMSwitch keep -Force").check(home: home)
    }
  }

  // MARK: nat-switch.ps1

  struct NATStep: Sendable {
    var arguments: [String]
    var output: String
  }

  private static func line(_ what: String, _ state: String) -> String {
    what + String(repeating: " ", count: max(0, 50 - what.count)) + " \(state)\n"
  }

  private static func lines(_ name: String, _ prefix: String, _ gateway: String, _ state: String) -> String {
    line("switch \(name)", state) + line("address \(gateway) of vEthernet (\(name))", state)
      + line("NAT \(name) for \(prefix)", state)
  }

  private static func whatIf(_ action: String, _ targets: String...) -> String {
    targets.map { "What if: Performing the operation \"\(action)\" on target \"\($0)\".\n" }.joined() + "0 changes\n"
  }

  static let natSteps: [NATStep] = [
    NATStep(
      arguments: ["-WhatIf"],
      output: whatIf(
        "Create", "switch VmNAT", "address 192.168.100.1 of vEthernet (VmNAT)", "NAT VmNAT for 192.168.100.0/24")),
    NATStep(arguments: [], output: lines("VmNAT", "192.168.100.0/24", "192.168.100.1", "made") + "3 changes\n"),
    NATStep(arguments: [], output: lines("VmNAT", "192.168.100.0/24", "192.168.100.1", "is there") + "0 changes\n"),
    NATStep(
      arguments: ["-WhatIf"], output: lines("VmNAT", "192.168.100.0/24", "192.168.100.1", "is there") + "0 changes\n"),
    NATStep(
      arguments: ["-Name", "Lab 2", "-Prefix", "10.9.8.0/28"],
      output: lines("Lab 2", "10.9.8.0/28", "10.9.8.1", "made") + "3 changes\n"),
    NATStep(
      arguments: ["-Remove", "-WhatIf"],
      output: whatIf("Remove", "NAT VmNAT for 192.168.100.0/24", "switch VmNAT")),
    NATStep(
      arguments: ["-Remove"],
      output: line("NAT VmNAT for 192.168.100.0/24", "removed") + line("switch VmNAT", "removed") + "2 changes\n"),
    NATStep(
      arguments: ["-Remove"],
      output: line("NAT VmNAT for 192.168.100.0/24", "is not there") + line("switch VmNAT", "is not there")
        + "0 changes\n"),
    NATStep(
      arguments: ["-Remove", "-Name", "Lab 2", "-Prefix", "10.9.8.0/28"],
      output: line("NAT Lab 2 for 10.9.8.0/28", "removed") + line("switch Lab 2", "removed") + "2 changes\n"),
  ]

  /// The second run changes nothing. In a network namespace, since addresses and NAT are the system's: needs root.
  @Test(.enabled(if: geteuid() == 0, "network namespaces need root"))
  func natSwitchIsMadeOnce() async throws {
    try await withHome { home in
      let droste = try CommandLineRun.program
      let words = Self.natSteps.map { step in step.arguments.map { "'\($0)'" }.joined(separator: " ") }
      let steps = words.enumerated().map { index, arguments in
        #"run \#(index) run "$script" \#(arguments)"#
      }
      let script = """
        set -e
        droste=$1 script=$2 home=$3
        mount -t sysfs sysfs /sys
        ip link set lo up
        # Keeps the service, which ends with what it looks after.
        "$droste" New-VMSwitch keep -SwitchType Private >/dev/null
        run() { n=$1; shift; "$droste" "$@" >"$home/out$n" 2>"$home/err$n" || echo "$n: $?"; }
        \(steps.joined(separator: "\n"))
        run wrong run "$script" -Prefix 10
        run facts powershell -NoProfile -Command \
        '@(Get-NetNat).Count; (Get-VMSwitch).Name; Remove-VMSwitch keep -Force'
        run stop host stop
        """
      let shell = try RunningProgram(
        ["--net", "--mount", "sh", "-c", script, "sh", droste, Self.example("nat-switch.ps1"), home], home: home,
        executable: "/usr/bin/unshare")
      let result = await shell.finish()
      #expect(result == ProgramResult(exitCode: 0, output: "wrong: 1\n", error: ""))
      for (index, step) in Self.natSteps.enumerated() {
        let output = try String(contentsOfFile: "\(home)/out\(index)", encoding: .utf8)
        let error = try String(contentsOfFile: "\(home)/err\(index)", encoding: .utf8)
        #expect(output == step.output, "step \(index) \(step.arguments)")
        #expect(error.isEmpty, "step \(index) \(step.arguments)")
      }
      let wrong = CommandRow.unbroken(try String(contentsOfFile: "\(home)/errwrong", encoding: .utf8))
      #expect(
        wrong.hasPrefix(
          Self.example("nat-switch.ps1")
            + " : Cannot validate argument on parameter 'Prefix'. The argument \"10\" does not "
            + "match the "), "\(wrong)")
      let facts = try String(contentsOfFile: "\(home)/outfacts", encoding: .utf8)
      #expect(facts == "0\nkeep\n")
    }
  }
}
