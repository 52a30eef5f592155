import Formatting
import ManagementCmdlets
import PowerShell
import Testing

struct ViewTests {
  private static func shown(_ script: String, _ prepare: String = "") throws -> String {
    try TestFolder.with { folder in
      var options = ManagementOptions()
      options.serviceState = { .running }
      let shell = try TestShell(folder, options)
      _ = try shell.run(prepare)
      var values: [Value] = []
      shell.host.onValue = { values.append($0) }
      _ = try shell.run(script)
      var text = ""
      let formatter = OutputFormatter(
        views: ViewTable(ManagementModule.views), width: { 120 }, usesColor: false,
        write: { line in
          var line = Substring(line)
          while line.last == " " { line.removeLast() }
          text += line + "\n"
        })
      for value in values { try formatter.write(value, shell.session.context) }
      try formatter.finish()
      return text.replacing(folder, with: "FOLDER")
    }
  }

  @Test func filesAreShownByFolder() throws {
    let shown = try Self.shown(
      "gci",
      "mkdir d > $null; Set-Content a.txt hallo; gci | ForEach-Object { $_.LastWriteTime = [datetime]'2024-03-09 16:05' }"
    )
    #expect(
      shown == """


            Directory: FOLDER


        Mode                LastWriteTime         Length Name
        ----                -------------         ------ ----
        d-----         3/9/2024   4:05 PM                d
        -a----         3/9/2024   4:05 PM              6 a.txt



        """)
  }

  @Test func servicesAreShownWithTheirState() throws {
    #expect(
      try Self.shown("Get-Service vmms") == """

        Status   Name               DisplayName
        ------   ----               -----------
        Running  vmms               Hyper-V Virtual Machine Management



        """)
  }
}
