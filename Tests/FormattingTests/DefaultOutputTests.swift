import Testing

/// What is shown of objects that no command formatted.
@Suite struct DefaultOutputTests {
  private static let rows: [TextRow] = [
    TextRow("'a'", "a"),
    TextRow(
      "1, 2.5, $true, [char]'x', [System.DayOfWeek]::Monday",
      """
      1
      2.5
      True
      x
      Monday
      """),
    TextRow("@()", ""),
    TextRow("$null", ""),
    TextRow(
      #""a`nb""#,
      """
      a
      b
      """),
    TextRow(
      #""a`r`n""#,
      """
      a

      """),
    TextRow(
      ",@(1,2)",
      """
      1
      2
      """),
    TextRow(
      "[pscustomobject]@{a=1;b='x';c=$true}",
      """

      a b    c
      - -    -
      1 x True


      """),
    TextRow(
      "[pscustomobject]@{a=1;b=2;c=3;d=4}",
      """

      a b c d
      - - - -
      1 2 3 4


      """),
    TextRow(
      "[pscustomobject]@{a=1;b=2;c=3;d=4;e=5}",
      """


      a : 1
      b : 2
      c : 3
      d : 4
      e : 5



      """),
    TextRow(
      "[pscustomobject]@{a=1;b=2;c=3;d=4;e=5;f=6},[pscustomobject]@{a=7}",
      """


      a : 1
      b : 2
      c : 3
      d : 4
      e : 5
      f : 6

      a : 7



      """),
    TextRow(
      "[pscustomobject]@{a=1;b='x'}; 'text'; 5; [pscustomobject]@{c=1}; [pscustomobject]@{b='y';z=1}",
      """

      a b
      - -
      1 x
      text
      5
         |
        y


      """),
    TextRow(
      "[pscustomobject]@{a=1}; [version]'1.2'; [timespan]'01:00:00'",
      """

      a
      -
      1
       |
       |


      """),
    TextRow(
      "[version]'1.2.3.4'; [pscustomobject]@{a=1}; 'text'; [version]'2.0'",
      """

      Major  Minor  Build  Revision
      -----  -----  -----  --------
      1      2      3      4       |

      a : 1

      text
      2      0      -1     -1      |


      """),
    TextRow(
      "@{a=1}",
      """

      Name                           Value                                            |
      ----                           -----                                            |
      a                              1                                                |


      """),
    TextRow(
      "[ordered]@{Name='x';Count=2;List=1,2,3,4,5;Table=@{k=1};Nothing=$null}",
      """

      Name                           Value                                            |
      ----                           -----                                            |
      Name                           x                                                |
      Count                          2                                                |
      List                           {1, 2, 3, 4...}                                  |
      Table                          {k}                                              |
      Nothing                                                                         |


      """),
    TextRow("@{}", ""),
    TextRow(
      "[pscustomobject]@{x=1,2,3,4;y=1,2,3,4,5;z=@{k=1;l=2};w=@()}",
      """

      x            y               z      w |
      -            -               -      - |
      {1, 2, 3, 4} {1, 2, 3, 4...} {k, l} {}


      """),
    TextRow(
      "[pscustomobject]@{x=@(@(1,2),@(3,4));y=@([pscustomobject]@{a=1});z=[pscustomobject]@{a=1;b='c'}}",
      """

      x          y        z          |
      -          -        -          |
      {1 2, 3 4} {@{a=1}} @{a=1; b=c}


      """),
    TextRow(
      "$FormatEnumerationLimit = 2; [pscustomobject]@{x=1,2,3} | Format-Table",
      """

      x        |
      -        |
      {1, 2...}


      """),
    TextRow(
      "$FormatEnumerationLimit = -1; [pscustomobject]@{x=1,2,3,4,5,6} | Format-Table",
      """

      x                 |
      -                 |
      {1, 2, 3, 4, 5, 6}


      """),
    TextRow(
      "[datetime]'2020-01-02 03:04:05'",
      """

      Thursday, January 2, 2020 3:04:05 AM


      """),
    TextRow(
      "[pscustomobject]@{When=[datetime]'2020-01-02 13:04:05';Span=[timespan]'1.02:03:04';Id=[guid]'7cca7664-0000-0000-0000-000000000001'}",
      """

      When                Span       Id                                  |
      ----                ----       --                                  |
      1/2/2020 1:04:05 PM 1.02:03:04 7cca7664-0000-0000-0000-000000000001


      """),
    TextRow(
      "[timespan]'1.02:03:04.5'",
      """


      Days              : 1
      Hours             : 2
      Minutes           : 3
      Seconds           : 4
      Milliseconds      : 500
      Ticks             : 937845000000
      TotalDays         : 1.08546875
      TotalHours        : 26.05125
      TotalMinutes      : 1563.075
      TotalSeconds      : 93784.5
      TotalMilliseconds : 93784500



      """),
    TextRow(
      "[guid]'7cca7664-0000-0000-0000-000000000001'",
      """

      Guid                                |
      ----                                |
      7cca7664-0000-0000-0000-000000000001


      """),
    TextRow(
      "[version]'10.0.20348'",
      """

      Major  Minor  Build  Revision
      -----  -----  -----  --------
      10     0      20348  -1      |


      """),
    TextRow(
      "[string], [int]",
      """

      IsPublic IsSerial Name                                     BaseType             |
      -------- -------- ----                                     --------             |
      True     True     String                                   System.Object        |
      True     True     Int32                                    System.ValueType     |


      """),
    TextRow(
      "[regex]::Match('abc', 'b')",
      """


      Groups   : {0}
      Success  : True
      Index    : 1
      Length   : 1
      Value    : b
      Name     : 0
      Captures : {b}



      """),
    TextRow(
      #"[pscustomobject]@{Text="one`ntwo";B=1}"#,
      """

      Text   B
      ----   -
      one... 1


      """),
    TextRow(
      #"[pscustomobject]@{Text="one`ntwo";B=1} | Format-List"#,
      """


      Text : one
             two
      B    : 1



      """),
    TextRow(
      "[pscustomobject]@{Null=$null;Empty='';Zero=0}",
      """

      Null Empty Zero
      ---- ----- ----
                    0


      """),
    TextRow(
      #"1..3 | ForEach-Object { [pscustomobject]@{Name="n$_";Value=$_ * 1000} }"#,
      """

      Name Value
      ---- -----
      n1    1000
      n2    2000
      n3    3000


      """),
    TextRow(
      "[pscustomobject]@{Number=1.5;Money=[decimal]2.50;Big=12345678901234;Letter=[char]'q'}",
      """

      Number Money            Big Letter
      ------ -----            --- ------
         1.5   2.5 12345678901234      q


      """),
    TextRow(
      "Get-Nothing; [pscustomobject]@{a=1}",
      """
      !CommandNotFoundException: The term 'Get-Nothing' is not recognized as the name of a cmdlet, function, script file, or operable program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.

      a
      -
      1


      """),
    TextRow(
      "New-Typed Some.Type @{a=1}",
      """

      a
      -
      1


      """),
    TextRow(
      "New-Typed Test.Machine ([ordered]@{Name='one';Load=5;State='Running';Memory=1234567}); New-Typed Deserialized.Test.Machine ([ordered]@{Name='longer name';Load=100;Memory=1})",
      """

      Name     CPU(%) State       Memory
      ----     ------ -----       ------
      one           5 Running  1,234,567
      longe...    100 Unknown          1


      """),
    TextRow(
      "New-Typed Test.Part ([ordered]@{Part='disk';Rest='x';Owner='m1'}); New-Typed Test.Part ([ordered]@{Part='nic';Rest='y';Owner='m1'}); New-Typed Test.Part ([ordered]@{Part='nic';Rest=1;Owner='m2'})",
      """


         Machine: m1

      Part       Rest                                                                 |
      ----       ----                                                                 |
      disk       x                                                                    |
      nic        y                                                                    |


         Machine: m2

      Part       Rest                                                                 |
      ----       ----                                                                 |
      nic        1                                                                    |


      """),
    TextRow(
      "New-Typed Test.File @{Name='a';Folder='/tmp'}; New-Typed Test.File @{Name='b';Folder='/tmp'}; New-Typed Test.File @{Name='c';Folder='/'}",
      """


          Directory: /tmp


      Name      |
      ----      |
      a         |
      b         |


          Directory: /


      Name      |
      ----      |
      c         |


      """),
    TextRow(
      "New-Typed Test.Notice @{Text='hear'}; 'text'; New-Typed Test.Notice @{Text='hear'}",
      """
      ** hear **
      text
      ** hear **
      """),
    TextRow(
      "New-Typed Test.Machine ([ordered]@{Name='one';Load=5;State='Running';Memory=1}); New-Typed Test.Notice @{Text='hear'}; New-Typed Test.Part ([ordered]@{Part='disk';Owner='m1'})",
      """

      Name     CPU(%) State       Memory
      ----     ------ -----       ------
      one           5 Running          1
      ** hear **

      Part  : disk
      Owner : m1



      """),
    TextRow(
      #"New-Typed System.IO.DirectoryInfo ([ordered]@{Name='d';PSParentPath='Microsoft.PowerShell.Core\FileSystem::/tmp'}) | Format-Wide"#,
      """


          Directory: /tmp


      [d]                                                                             |


      """),
    TextRow(
      "[pscustomobject]@{a=1;PSComputerName='L1';PSShowComputerName=$true}",
      """

      a PSComputerName
      - --------------
      1 L1            |


      """),
    TextRow(
      "[pscustomobject]@{a=1;PSComputerName='L1';PSShowComputerName=$false}",
      """

      a
      -
      1


      """),
    TextRow(
      "New-Typed System.Version ([ordered]@{Major=1;Minor=2;Build=3;Revision=4;PSComputerName='L1';PSShowComputerName=$true})",
      """

      Major  Minor  Build  Revision PSComputerName
      -----  -----  -----  -------- --------------
      1      2      3      4        L1            |


      """),
    TextRow("try { throw 'no' } catch { $_.Exception }", "no"),
    TextRow(
      "try { 1/0 } catch { $_ }",
      """
      Attempted to divide by zero.
      At line:1 char:7
      + try { 1/0 } catch { $_ }
      +       ~~~
          + CategoryInfo          : NotSpecified: (:) [], RuntimeException
          + FullyQualifiedErrorId : RuntimeException
       |
      """),
    TextRow(
      #"1..3 | ForEach-Object { [pscustomobject]@{Name="a rather long name $_";Description='some text that is quite long';C=$_} }"#,
      width: 40,
      """

      Name                 Description        |
      ----                 -----------        |
      a rather long name 1 some text that i...
      a rather long name 2 some text that i...
      a rather long name 3 some text that i...


      """),
    TextRow(
      "[pscustomobject]@{a='x'*10;b='y'*10;c='z'*10;d='w'*10}", width: 40,
      """

      a          b          c          d      |
      -          -          -          -      |
      xxxxxxxxxx yyyyyyyyyy zzzzzzzzzz wwww...


      """),
    TextRow(
      "[pscustomobject]@{a='x'*60;b='y'}", width: 40,
      """

      a                                       |
      -                                       |
      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...


      """),
    TextRow(
      "[pscustomobject]@{a=1;b='one two three four five six seven eight nine ten';c=1;d=1;e=1}", width: 40,
      """


      a : 1
      b : one two three four five six seven |
          eight nine ten
      c : 1
      d : 1
      e : 1



      """),
    TextRow(
      "[pscustomobject]@{Right=1;Long='x'*50}", width: 40,
      """

      Right Long                              |
      ----- ----                              |
          1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...


      """),
    TextRow(
      "New-Typed System.Version ([ordered]@{Major=123456789;Minor='abcdefghij';Build=1;Revision=2})", width: 40,
      """

      Major  Minor  Build  Revision
      -----  -----  -----  --------
      123... abc... 1      2       |


      """),
    TextRow(
      "@{Name='long value that does not fit'}", width: 20,
      """

      Name                |
      ----                |
      Name                |


      """),
    TextRow(
      "[pscustomobject]@{Wide='日本';N=1},[pscustomobject]@{Wide='abcdef';N=22}",
      """

      Wide    N
      ----    -
      日本    1
      abcdef 22


      """),
    TextRow(
      "New-Typed Test.Machine ([ordered]@{Name='one';Load=5;State='Running for a very long time';Memory=1})", width: 40,
      """

      Name     CPU(%) State                   |
      ----     ------ -----                   |
      one           5 Running for a very lo...


      """),
    TextRow(
      "New-Typed Test.Machine ([ordered]@{Name='one';Load=5;State='Running';Memory=1})", width: 20,
      """

      Name     CPU(%) Stat
                      e   |
      ----     ------ ----
      one           5 R...


      """),
  ]

  @Test(arguments: rows) func check(row: TextRow) throws { try row.check() }
}
