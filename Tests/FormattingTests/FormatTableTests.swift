import Testing

/// Format-Table.
@Suite struct FormatTableTests {
  private static let rows: [TextRow] = [
    TextRow(
      "[pscustomobject]@{a=1;b='x'} | Format-Table",
      """

      a b
      - -
      1 x


      """),
    TextRow(
      "[pscustomobject]@{a=1;b=2;c=3;d=4;e=5;f=6} | ft",
      """

      a b c d e f
      - - - - - -
      1 2 3 4 5 6


      """),
    TextRow(
      "[pscustomobject]@{a=1;b=2;c=3;d=4;e=5;f=6;g=7;h=8;i=9;j=10;k=11} | ft",
      """

      a b c d e f g h i  j
      - - - - - - - - -  -
      1 2 3 4 5 6 7 8 9 10


      """),
    TextRow(
      "[pscustomobject]@{a=1;b=2;c=3;d=4;e=5;f=6;g=7;h=8;i=9;j=10;k=11} | ft *",
      """

      a b c d e f g h i  j  k
      - - - - - - - - -  -  -
      1 2 3 4 5 6 7 8 9 10 11


      """),
    TextRow(
      "[pscustomobject]@{Alpha=1;Beta='x'} | ft beta, ALPHA",
      """

      Beta Alpha
      ---- -----
      x        1


      """),
    TextRow(
      "[pscustomobject]@{Alpha=1;Beta='x'} | ft Gamma, Alpha",
      """

      Gamma Alpha
      ----- -----
                1


      """),
    TextRow(
      "[pscustomobject]@{Alpha=1;Beta='x';Ax=2} | ft a*",
      """

      Alpha Ax
      ----- --
          1  2


      """),
    TextRow(
      "[pscustomobject]@{a=2;b='x'} | ft @{n='Twice';e={$_.a*2}}, @{Label='B';Expression='b';Width=6;Alignment='right'}",
      """

      Twice      B
      -----      -
          4      x


      """),
    TextRow(
      "[pscustomobject]@{a=1234.5;b=255} | ft @{n='A';e='a';f='N2'}, @{n='B';e='b';FormatString='X'}, @{n='C';e='a';f='{0:0.000} kg'}",
      """

             A  B           C
             -  -           -
      1,234.50 FF 1234.500 kg


      """),
    TextRow(
      "[pscustomobject]@{a=1;b=2} | ft { $_.a + $_.b }",
      """

       $_.a + $_.b |
      -------------
                  3


      """),
    TextRow(
      "[pscustomobject]@{a=1;b=2} | ft @{n='C';e={$_.a};a='center';w=9}",
      """

          C    |
          -    |
          1    |


      """),
    TextRow(
      "[pscustomobject]@{a=1} | ft @{n='Bad';e={throw 'x'}}, a",
      """

      Bad a
      --- -
          1


      """),
    TextRow(
      "[pscustomobject]@{a=1} | ft @{n='Bad';e={throw 'x'}}, a -DisplayError",
      """

      Bad  a
      ---  -
      #ERR 1


      """),
    TextRow(
      #"1..3 | %{ [pscustomobject]@{Name="n$_";Value='x'*$_} } | ft -AutoSize"#,
      """

      Name Value
      ---- -----
      n1   x    |
      n2   xx   |
      n3   xxx  |


      """),
    TextRow(
      #"1..3 | %{ [pscustomobject]@{Name="n$_";Value='x'*$_} } | ft -HideTableHeaders"#,
      """

      n1   x    |
      n2   xx   |
      n3   xxx  |


      """),
    TextRow(
      #"1..3 | %{ [pscustomobject]@{Name="n$_";Odd=$_ % 2 -eq 1} } | ft -GroupBy Odd"#,
      """


         Odd: True

      Name  Odd
      ----  ---
      n1   True


         Odd: False

      Name   Odd
      ----   ---
      n2   False


         Odd: True

      Name  Odd
      ----  ---
      n3   True


      """),
    TextRow(
      #"1..2 | %{ [pscustomobject]@{Name="n$_";Odd=$_} } | ft Name -GroupBy @{n='Is it';e={$_.Odd -eq 1}}"#,
      """


         Is it: True

      Name
      ----
      n1  |


         Is it: False

      Name
      ----
      n2  |


      """),
    TextRow(
      "[pscustomobject]@{a=1;b='some words that go on and on until the end'} | ft -Wrap", width: 30,
      """

      a b                           |
      - -                           |
      1 some words that go on and   |
        on until the end            |


      """),
    TextRow(
      "[pscustomobject]@{a=1;b='some words that go on and on until the end'} | ft", width: 30,
      """

      a b                           |
      - -                           |
      1 some words that go on and...


      """),
    TextRow(
      "[pscustomobject]@{'A heading that is long'=1;'Another one that is longer'=2} | ft -AutoSize", width: 30,
      """

      A heading that is long Another
                                one |
                               that |
                                 is |
                              longer
      ---------------------- -------
                           1       2


      """),
    TextRow(
      "@{a=1;b=2} | ft",
      """

      Name                           Value                                            |
      ----                           -----                                            |
      a                              1                                                |
      b                              2                                                |


      """),
    TextRow(
      "@{a=1;b=2} | ft Value, Name",
      """

      Value Name
      ----- ----
          1 a   |
          2 b   |


      """),
    TextRow(
      "[pscustomobject]@{a=1},[pscustomobject]@{b=2} | ft",
      """

      a
      -
      1
       |


      """),
    TextRow(
      "1,2 | ft",
      """
      1
      2
      """),
    TextRow(
      "'abc','de' | ft Length",
      """

      Length
      ------
           3
           2


      """),
    TextRow(
      "[version]'1.2.3.4' | ft",
      """

      Major  Minor  Build  Revision
      -----  -----  -----  --------
      1      2      3      4       |


      """),
    TextRow(
      "[version]'1.2.3.4' | ft Minor, Major",
      """

      Minor Major
      ----- -----
          2     1


      """),
    TextRow(
      "[pscustomobject]@{a=1} | ft -View none",
      "!UnknownViewName,Microsoft.PowerShell.Commands.FormatTableCommand: The view name none cannot be found for objects of the type System.Management.Automation.PSCustomObject."
    ),
    TextRow(
      "[pscustomobject]@{a=1} | ft a -View none",
      "!IncompatibleViewAndProperty,Microsoft.PowerShell.Commands.FormatTableCommand: The Property and View parameters cannot be used together: a view has its own properties."
    ),
    TextRow(
      "[pscustomobject]@{a=1} | ft @{q=1}",
      "!DictionaryKeyUnknown,Microsoft.PowerShell.Commands.FormatTableCommand: The q key is not valid."),
    TextRow(
      "[pscustomobject]@{a=1} | ft @{n='x'}",
      #"!DictionaryKeyMandatoryEntry,Microsoft.PowerShell.Commands.FormatTableCommand: The "expression" key is mandatory in a hash table."#
    ),
    TextRow(
      "[pscustomobject]@{a=1} | ft @{n='x';e='a';a='up'}",
      #"!DictionaryKeyIllegalValue,Microsoft.PowerShell.Commands.FormatTableCommand: "up" is not a valid "alignment". The possible values are "left", "center", "right"."#
    ),
    TextRow(
      "[pscustomobject]@{a=1} | ft @{n='x';e='a';w=0}",
      #"!DictionaryKeyIllegalValue,Microsoft.PowerShell.Commands.FormatTableCommand: The "width" must be a number above 0."#
    ),
  ]

  @Test(arguments: rows) func check(row: TextRow) throws { try row.check() }
}
