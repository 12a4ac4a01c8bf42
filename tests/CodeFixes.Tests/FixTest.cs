using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.CodeFixes.Tests;

/// <summary>A test of one fix under all shipped analyzers: what the fixed code is still told must stand in its markup.</summary>
internal static class FixTest
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Net;
        global using System.Net.Sockets;
        global using System.Text;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>Code with markup, and what the default action (or <paramref name="key"/>) makes of it.</summary>
    public static CSharpCodeFixTest<SocketFlowAnalyzer, TFix> Of<TFix>(string code, string fixedCode, string? key = null)
        where TFix : CodeFixProvider, new()
    {
        var test = Bare<TFix>(code, fixedCode, key);
        test.TestState.Sources.Add(("GlobalUsings.cs", Usings));
        test.FixedState.Sources.Add(("GlobalUsings.cs", Usings));
        return test;
    }

    /// <summary>Code that gets no fix.</summary>
    public static CSharpCodeFixTest<SocketFlowAnalyzer, TFix> None<TFix>(string code, string? key = null)
        where TFix : CodeFixProvider, new() => Of<TFix>(code, code, key);

    /// <summary>The same for code that brings its own using directives.</summary>
    public static CSharpCodeFixTest<SocketFlowAnalyzer, TFix> Bare<TFix>(string code, string fixedCode, string? key = null)
        where TFix : CodeFixProvider, new()
    {
        var test = new CSharpCodeFixTest<SocketFlowAnalyzer, TFix> { TestCode = code, FixedCode = fixedCode, CodeActionEquivalenceKey = key };
        test.AdditionalAnalyzers.AddRange([new BacklogAnalyzer(), new LingerCopyAnalyzer(), new ConnectedGuardAnalyzer(), new UnguardedShutdownAnalyzer(), new EndOfStreamAnalyzer(), new PartialReceiveAnalyzer(), new ConnectedLivenessAnalyzer(), new TimeoutAnalyzer(), new NestedCompletionAnalyzer()]);
        if (key is not null)
            test.CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFirstDiagnosticHasNoFixCheck;
        return test;
    }

    /// <summary>The test as C# 7.3 on .NET Framework.</summary>
    public static TTest OnNetFramework<TTest>(this TTest test)
        where TTest : AnalyzerTest
    {
        test.ReferenceAssemblies = ReferenceSets.All.Single(set => set.TargetFramework == "net472").References;
        test.LanguageVersion = LanguageVersion.CSharp7_3;
        return test;
    }

    public static TTest AsProgram<TTest>(this TTest test)
        where TTest : AnalyzerTest
    {
        test.TestState.OutputKind = OutputKind.ConsoleApplication;
        return test;
    }
}
