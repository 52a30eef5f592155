import Testing

/// Format-List, Format-Wide, Format-Custom and the commands that end a pipeline.
@Suite struct FormatOtherTests {
  private static let rows: [TextRow] = [
    TextRow(
      "[pscustomobject]@{a=1} | Format-List",
      """


      a : 1



      """),
    TextRow(
      "[pscustomobject]@{Short=1;'Longer name'='x'},[pscustomobject]@{Short=2} | fl",
      """


      Short       : 1
      Longer name : x

      Short : 2



      """),
    TextRow(
      "[pscustomobject]@{Alpha=1;Beta='x';Ax=2} | fl a*, Missing",
      """


      Alpha : 1
      Ax    : 2



      """),
    TextRow(
      "[pscustomobject]@{a=1;b=2} | fl @{n='Sum';e={$_.a+$_.b}}, a",
      """


      Sum : 3
      a   : 1



      """),
    TextRow(
      "[pscustomobject]@{a=1;b=2} | fl -GroupBy a",
      """


         a: 1


      a : 1
      b : 2



      """),
    TextRow(
      "[version]'1.2' | fl",
      """


      Major    : 1
      Minor    : 2
      Build    : -1
      Revision : -1



      """),
    TextRow(
      "[version]'1.2' | fl *",
      """


      Major    : 1
      Minor    : 2
      Build    : -1
      Revision : -1



      """),
    TextRow(
      "'abc' | fl *",
      """


      Length : 3



      """),
    TextRow(
      "[pscustomobject]@{Name='some words that go on and on until the end'} | fl", width: 30,
      """


      Name : some words that go on |
             and on until the end



      """),
    TextRow(
      "try { 1/0 } catch { $_ | fl FullyQualifiedErrorId -Force }",
      """


      FullyQualifiedErrorId : RuntimeException



      """),
    TextRow(
      "[pscustomobject]@{Name='x';b=1},[pscustomobject]@{Name='y'} | Format-Wide",
      """

      x                                        y                                      |


      """),
    TextRow(
      #"1..7 | %{ [pscustomobject]@{Name="n$_"} } | fw -Column 3"#,
      """

      n1                         n2                         n3                        |
      n4                         n5                         n6                        |
      n7                                                                              |


      """),
    TextRow(
      #"1..7 | %{ [pscustomobject]@{Name="name$_"} } | fw -AutoSize"#,
      """

      name1  name2  name3  name4 name5 name6 name7                                    |


      """),
    TextRow(
      #"1..7 | %{ [pscustomobject]@{Name="name$_"} } | fw -AutoSize"#, width: 30,
      """

      name1  name2 name3 name4 name5
      name6  name7                  |


      """),
    TextRow(
      "[pscustomobject]@{a=1;b=2} | fw b",
      """

      2                                                                               |


      """),
    TextRow(
      "1..2 | %{ [pscustomobject]@{Name=$_} } | fw -Column 2 -AutoSize",
      "!IncompatibleColumnAndAutoSize,Microsoft.PowerShell.Commands.FormatWideCommand: The AutoSize and Column parameters cannot be used together."
    ),
    TextRow(
      "[pscustomobject]@{a=1;b='x'} | Format-Custom",
      """

      class PSCustomObject
      {
        a = 1
        b = x
      }



      """),
    TextRow(
      "[pscustomobject]@{a=1;b=@(1,[pscustomobject]@{c=2})} | fc",
      """

      class PSCustomObject
      {
        a = 1
        b = |
          [
            1
            class PSCustomObject
            {
              c = 2
            }
          ]
          |
      }



      """),
    TextRow(
      "[pscustomobject]@{a=[pscustomobject]@{b=[pscustomobject]@{c=1}}} | fc -Depth 1",
      """

      class PSCustomObject
      {
        a = |
          class PSCustomObject
          {
            b = @{c=1}
          }
      }



      """),
    TextRow(
      "[datetime]'2020-01-02' | fc",
      """

      Thursday, January 2, 2020 12:00:00 AM


      """),
    TextRow(
      "[pscustomobject]@{a=1} | ft; 'text'; [pscustomobject]@{b=1}",
      """

      a
      -
      1


      text

      b
      -
      1


      """),
    TextRow(
      "[pscustomobject]@{a=1} | ft; [pscustomobject]@{b=1} | ft",
      """

      a
      -
      1



      b
      -
      1


      """),
    TextRow(
      "1..3 | %{ [pscustomobject]@{a=$_} } | ft | select -First 3",
      """

      a
      -
      1
      """),
    TextRow(
      "1..3 | %{ [pscustomobject]@{a=$_} } | ft | Select-Object -Skip 1",
      """
      !ConsoleLineOutputOutOfSequencePacket,Microsoft.PowerShell.Commands.SelectObjectCommand: The object of type "Microsoft.PowerShell.Commands.Internal.Format.GroupStartData" is not valid or not in the correct sequence. This is likely caused by a user-specified "format-*" command which is conflicting with the default formatting.
      !ConsoleLineOutputOutOfSequencePacket,Microsoft.PowerShell.Commands.SelectObjectCommand: The object of type "Microsoft.PowerShell.Commands.Internal.Format.GroupStartData" is not valid or not in the correct sequence. This is likely caused by a user-specified "format-*" command which is conflicting with the default formatting.
      !ConsoleLineOutputOutOfSequencePacket,Microsoft.PowerShell.Commands.SelectObjectCommand: The object of type "Microsoft.PowerShell.Commands.Internal.Format.GroupStartData" is not valid or not in the correct sequence. This is likely caused by a user-specified "format-*" command which is conflicting with the default formatting.
      !ConsoleLineOutputOutOfSequencePacket,Microsoft.PowerShell.Commands.SelectObjectCommand: The object of type "Microsoft.PowerShell.Commands.Internal.Format.FormatEndData" is not valid or not in the correct sequence. This is likely caused by a user-specified "format-*" command which is conflicting with the default formatting.
      """),
    TextRow(
      "[pscustomobject]@{a=1} | ft | Out-String",
      """

      a
      -
      1



      """),
    TextRow("([pscustomobject]@{a=1} | ft | Out-String).Length", "15"),
    TextRow(
      "[pscustomobject]@{a=1;b='x'*50} | Out-String -Width 20",
      """

      a b                 |
      - -                 |
      1 xxxxxxxxxxxxxxx...



      """),
    TextRow(
      #"[pscustomobject]@{a=1} | Out-String -Stream | %{ "<$_>" }"#,
      """
      <>
      <a>
      <->
      <1>
      <>
      <>
      """),
    TextRow("'a','b' | Out-String | %{ $_.Length }", "6"),
    TextRow(
      "[pscustomobject]@{a=1} | Out-Host",
      """

      a
      -
      1


      """),
    TextRow(
      #"$x = [pscustomobject]@{a=1} | ft | Out-Host; "[$x]""#,
      """

      a
      -
      1


      []
      """),
    TextRow("1,2 | Out-Null", ""),
    TextRow("Out-Null -InputObject 1", ""),
    TextRow(
      "1,2 | Out-Default",
      """
      1
      2
      """),
    TextRow(
      "'x' | Out-Host -Paging",
      "!ParameterNotSupported,Microsoft.PowerShell.Commands.OutHostCommand: The parameter 'Paging' of Out-Host is not supported: pipe the output of the whole program to a pager such as less instead."
    ),
    TextRow(
      "[pscustomobject]@{a=1} | ft | ConvertTo-Csv",
      "!FormatOutputNotSupported,Microsoft.PowerShell.Commands.ConvertToCsvCommand: ConvertTo-Csv was given the output of a Format- command (Microsoft.PowerShell.Commands.Internal.Format.FormatStartData), which can only be shown. Put the Format- command at the end of the pipeline, or use Select-Object instead of it."
    ),
    TextRow(
      ",@(1,2) | ft -Expand CoreOnly",
      """

      Count Length LongLength Rank IsReadOnly IsFixedSize SyncRoot
      ----- ------ ---------- ---- ---------- ----------- --------
          2      2          2    1      False        True {1, 2}  |


      """),
    TextRow(
      "Format-Table -InputObject ([pscustomobject]@{a=1})",
      """

      a
      -
      1


      """),
    TextRow(
      "[pscustomobject]@{a=1;b=2} | Select-Object a | ft",
      """

      a
      -
      1


      """),
    TextRow(
      "New-Typed Test.Machine ([ordered]@{Name='one';Load=5;State='Running';Memory=1}) | fl",
      """


      Name : one
      Load : 5.0



      """),
    TextRow(
      "New-Typed Test.Machine ([ordered]@{Name='one';Load=5;State='Running';Memory=1}) | fl *",
      """


      Name   : one
      Load   : 5
      State  : Running
      Memory : 1



      """),
    TextRow(
      "New-Typed Test.Machine ([ordered]@{Name='one';Load=5;State='Running';Memory=1}) | fw -Column 4",
      """

      Running                                                                         |


      """),
    TextRow(
      "New-Typed Test.Machine ([ordered]@{Name='one';Load=5;State='Running';Memory=1}) | ft -View plain",
      """

      Name     CPU(%) State       Memory
      ----     ------ -----       ------
      one           5 Running          1


      """),
    TextRow(
      "New-Typed Test.Machine ([ordered]@{Name='one';Load=5;State='Running';Memory=1}) | ft -AutoSize",
      """

      Name CPU(%) State   Memory
      ---- ------ -----   ------
      one       5 Running      1


      """),
    TextRow(
      "New-Typed Test.Machine ([ordered]@{Name='one';Load=5;State='Running';Memory=1}) | Select-Object Name, Load",
      """

      Name Load
      ---- ----
      one     5


      """),
    TextRow(
      "New-Typed Test.Part ([ordered]@{Part='disk';Rest='x';Owner='m1'}) | ft -GroupBy Rest",
      """


         Rest: x

      Part       Rest                                                                 |
      ----       ----                                                                 |
      disk       x                                                                    |


      """),
  ]

  @Test(arguments: rows) func check(row: TextRow) throws { try row.check() }
}
