using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SocketAnalyzers.Verification;
using Xunit;
using FixTest = SocketAnalyzers.Verification.CSharpCodeFixTest<SocketAnalyzers.Tests.Verification.BadNameAnalyzer, SocketAnalyzers.Tests.Verification.RenameFixer>;
using Verify = SocketAnalyzers.Verification.CSharpCodeFixVerifier<SocketAnalyzers.Tests.Verification.BadNameAnalyzer, SocketAnalyzers.Tests.Verification.RenameFixer>;

namespace SocketAnalyzers.Tests.Verification;

/// <summary>The code-fix half of the kit: the right fixer passes, each wrong one fails with its reason.</summary>
public class CodeFixKitTests
{
    private const string Two = "class C { int [|bad1|]; int [|bad2|]; }";
    private const string TwoFixed = "class C { int good1; int good2; }";

    [Fact]
    public Task One_fix() => Verify.VerifyCodeFixAsync(
        "class C { void {|#1:M|}() { /*kept*/ int {|#0:bad|}\t= 0; } }",
        Verify.Diagnostic().WithLocation(0).WithAdditionalLocation(1),
        "class C { void M() { /*kept*/ int good\t= 0; } }");

    [Fact]
    public Task Several_fixes_and_fix_all() => Verify.VerifyCodeFixAsync(Two, TwoFixed);

    [Fact]
    public Task No_fix_where_the_code_stays() => Verify.VerifyCodeFixAsync("class C { int [|badForever|]; }", "class C { int [|badForever|]; }");

    [Fact]
    public Task The_first_has_no_fix_and_the_others_have() => Verify.VerifyCodeFixAsync(
        "class C { int [|badForever|]; int [|bad1|]; int [|badForever2|]; int [|bad2|]; }",
        "class C { int [|badForever|]; int good1; int [|badForever2|]; int good2; }");

    [Theory]
    [InlineData(1, null)]
    [InlineData(0, "best")]
    public Task The_second_action(int index, string? key) => new FixTest
    {
        TestCode = "class C { int [|bad|]; }",
        FixedCode = "class C { int best; }",
        CodeActionIndex = index,
        CodeActionEquivalenceKey = key,
    }.RunAsync();

    [Fact]
    public Task Several_files_and_projects()
    {
        var test = new FixTest
        {
            TestState = { Sources = { ("A.cs", "class A { int [|bad|]; }"), ("B.cs", "class B { int [|bad|]; }"), ("C.cs", "class C { }") } },
            FixedState = { Sources = { ("A.cs", "class A { int good; }"), ("B.cs", "class B { int good; }"), ("C.cs", "class C { }") } },
            NumberOfIncrementalIterations = 3,
        };
        test.TestState.AddProject().Sources.Add("class D { int [|bad|]; }");
        test.FixedState.AddProject().Sources.Add("class D { int good; }");
        return test.RunAsync();
    }

    [Fact]
    public Task Another_text() => Fails(
        Verify.VerifyCodeFixAsync("class C\n{\n    int [|bad|];\n}", "class C\n{\n    int  good;\n}"),
        "The fixed code is not the expected one.", "  -     int  good;", "  +     int good;");

    [Fact]
    public Task Code_that_does_not_compile_any_more() => Fails<FixerThatBreaksCode>(
        "class C { int [|bad|]; }", "class C { int class; }", "After the fix the diagnostics are not the expected ones.", "unexpected: CS");

    [Fact]
    public Task A_diagnostic_that_the_fixed_code_still_has() => Fails(
        Verify.VerifyCodeFixAsync("class C { int [|badForever|]; }", "class C { int badForever; }"), "After the fix", "unexpected: TOY001");

    [Fact]
    public Task A_fix_that_never_ends() => Fails<FixerThatNeverEnds>("class C { int [|bad|]; }", "class C { int [|badX|]; }", "After 1 fixes there is still one to make: 'Be good'");

    [Fact]
    public Task A_fix_that_changes_nothing() => Fails<FixerThatChangesNothing>("class C { int [|bad|]; }", "class C { int [|bad|]; }", "changes nothing");

    [Fact]
    public Task A_fix_that_is_not_expected() => Fails(
        Verify.VerifyCodeFixAsync("class C { int [|bad|]; }", "class C { int [|bad|]; }"), "The fixed code is not the expected one.");

    [Fact]
    public Task A_fix_for_a_foreign_diagnostic() => Fails<FixerThatTakesForeignDiagnostics>(Two, TwoFixed, "offers a fix for a diagnostic of another id");

    [Fact]
    public Task No_fix_all_provider() => Fails<FixerWithoutFixAll>(Two, TwoFixed, "FixerWithoutFixAll has no FixAllProvider");

    [Fact]
    public Task No_fix_all_in_the_solution() => Fails<FixerWithFixAllInDocumentOnly>(Two, TwoFixed, "does not support Fix All in Project");

    [Fact]
    public Task Fix_all_that_needs_a_key() => Fails<FixerWithBatchFixAll>(Two, TwoFixed, "Fix All without an equivalence key");

    [Fact]
    public Task A_key_that_varies() => Fails<FixerWithVaryingKey>(Two, TwoFixed, "Fix All in Document left something to fix");

    [Fact]
    public Task Another_number_of_fixes() => Fails(
        new FixTest { TestCode = Two, FixedCode = TwoFixed, NumberOfIncrementalIterations = 3 }.RunAsync(), "There was an end after 2 fixes, expected 3.");

    [Fact]
    public Task Fix_all_that_differs_from_what_the_test_says() => Fails(
        new FixTest { TestCode = Two, FixedCode = TwoFixed, BatchFixedCode = "class C { int good1; int good3; }" }.RunAsync(), "After Fix All in Document the code is not");

    [Fact]
    public Task A_test_without_fixed_code() => Fails(new FixTest { TestCode = Two }.RunAsync(), "says nothing of the fixed code");

    private static Task Fails<TFixer>(string source, string fixedSource, params string[] fragments)
        where TFixer : CodeFixProvider, new() =>
        Fails(CSharpCodeFixVerifier<BadNameAnalyzer, TFixer>.VerifyCodeFixAsync(source, fixedSource), fragments);

    private static async Task Fails(Task verification, params string[] fragments)
    {
        var exception = await Assert.ThrowsAsync<VerificationException>(() => verification);
        foreach (var fragment in fragments)
            Assert.Contains(fragment, exception.Message.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
