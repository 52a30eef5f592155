import Shell
import Testing

/// The command lines that tools write.
struct OptionsTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let words: [String]
    let work: PowerShellOptions.Work
    var program = PowerShellOptions.Program.powershell
    var testDescription: String { words.joined(separator: " ") }
  }

  @Test(arguments: [
    Row(words: [], work: .interactive),
    Row(words: ["-Command", "Get-VM", "-Name", "x"], work: .command("Get-VM -Name x")),
    Row(words: ["-c", "1"], work: .command("1")),
    Row(words: ["/c", "1"], work: .command("1")),
    Row(words: ["--command", "1"], work: .command("1")),
    Row(words: ["\u{2013}Command", "1"], work: .command("1")),
    Row(words: ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-Command", "1"], work: .command("1")),
    Row(words: ["-NoLogo", "-NoP", "-NonI", "-ep", "bypass", "-f", "a.ps1"], work: .file("a.ps1", arguments: [])),
    Row(
      words: ["-File", "a.ps1", "-Name", "x", "-Switch"], work: .file("a.ps1", arguments: ["-Name", "x", "-Switch"])),
    Row(words: ["Get-VM", "-Name", "x"], work: .command("Get-VM -Name x")),
    Row(words: ["a.ps1", "1"], work: .file("a.ps1", arguments: ["1"]), program: .pwsh),
    Row(words: ["-Command", "-"], work: .standardInput), Row(words: ["-"], work: .standardInput),
    Row(words: ["-EncodedCommand", "ZQBjAGgAbwAgADEA"], work: .command("echo 1")),
    Row(words: ["-enc", "MQA="], work: .command("1")),
    Row(words: ["-InputFormat", "Text", "-OutputFormat", "text", "-c", "1"], work: .command("1")),
    Row(words: ["-Version", "5.1", "-c", "1"], work: .command("1")),
    Row(words: ["-Version"], work: .version, program: .pwsh), Row(words: ["-?"], work: .help),
    Row(words: ["-Help"], work: .help), Row(words: ["-ServerMode"], work: .server), Row(words: ["-s"], work: .server),
    Row(words: ["-Sta", "-WindowStyle", "Hidden", "-c", "1"], work: .command("1")),
  ])
  func understands(_ row: Row) throws {
    #expect(try PowerShellOptions(row.words, program: row.program).work == row.work)
  }

  @Test(arguments: [
    ["-Nonsense"], ["-Command"], ["-File"], ["-EncodedCommand"], ["-EncodedCommand", "%%%"],
    ["-EncodedCommand", "MQ=="],
    ["-ExecutionPolicy", "Sometimes", "-c", "1"], ["-OutputFormat", "XML", "-c", "1"], ["-Version", "9", "-c", "1"],
    ["-no", "-c", "1"], ["-EncodedCommand", "MQA=", "2"],
  ])
  func refuses(_ words: [String]) {
    #expect(throws: PowerShellUsageError.self) { try PowerShellOptions(words, program: .powershell) }
  }

  @Test func readsFlags() throws {
    let options = try PowerShellOptions(
      ["-NoLogo", "-NoProfile", "-NonInteractive", "-NoExit", "-wd", "/tmp", "-Json", "-c", "1"], program: .pwsh)
    #expect(!options.showsLogo && !options.runsProfile && !options.isInteractive && options.staysOpen)
    #expect(options.workingDirectory == "/tmp" && options.writesJSON)
  }

  @Test(arguments: [
    (["Get-VM"], "Get-VM"), (["Get-VM", "-Name", "my machine"], "Get-VM -Name 'my machine'"),
    (["Set-VMProcessor", "L1", "-Count", "2"], "Set-VMProcessor 'L1' -Count 2"),
    (
      ["Set-VMProcessor", "L1", "-ExposeVirtualizationExtensions", "$true"],
      "Set-VMProcessor 'L1' -ExposeVirtualizationExtensions $true"
    ),
    (["New-VM", "a'b", "-MemoryStartupBytes", "4GB"], "New-VM 'a''b' -MemoryStartupBytes 4GB"),
    (["Get-VM", "L1,L2"], "Get-VM 'L1','L2'"), (["Get-VM", "|", "Stop-VM"], "Get-VM | Stop-VM"),
    (["Stop-VM", "L1", "-Confirm:$false"], "Stop-VM 'L1' -Confirm:$false"),
    (
      ["New-NetNat", "-Name", "N", "-InternalIPInterfaceAddressPrefix", "10.0.0.0/24"],
      "New-NetNat -Name 'N' -InternalIPInterfaceAddressPrefix '10.0.0.0/24'"
    ),
    (["Get-VM", "$(rm)"], "Get-VM '$(rm)'"), (["Get-VM", "a;b"], "Get-VM 'a;b'"), (["Get-VM", "-1"], "Get-VM -1"),
  ])
  func quotesWords(_ row: ([String], String)) { #expect(CommandWords.text(row.0) == row.1) }

  @Test(arguments: [
    ("Get-VM", true), ("get-vm", false), ("Get-vm", true), ("up", false), ("--help", false), ("-h", false),
    ("Get-", false), ("A-B-C", false), ("Get-VM2", true), ("lab-file.yaml", false),
  ])
  func knowsCmdletNames(_ row: (String, Bool)) { #expect(CommandWords.isCmdletName(row.0) == row.1) }
}
