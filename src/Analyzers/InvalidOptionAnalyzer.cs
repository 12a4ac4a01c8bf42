using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Configuration;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers;

/// <summary>
/// Reports SOCK000. The compiler does not tell where an option comes from and an analyzer may read no file, so the package's targets
/// hand the configuration files over as additional files, and the lines are found in their text.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidOptionAnalyzer : DiagnosticAnalyzer
{
    /// <summary>Set by the package's targets when every configuration file is among the additional files.</summary>
    internal const string FilesAreHandedOver = "build_property.SocketAnalyzersOptionFiles";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(InvalidOption.Descriptor);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(static context => new Search(context).Run());
    }

    /// <summary>The search through one compilation.</summary>
    private sealed class Search
    {
        private readonly CompilationAnalysisContext _context;
        private readonly AnalyzerConfigOptionsProvider _provider;
        private readonly HashSet<string> _reported = new(StringComparer.OrdinalIgnoreCase);

        public Search(CompilationAnalysisContext context)
        {
            _context = context;
            _provider = context.Options.AnalyzerConfigOptionsProvider;
        }

        public void Run()
        {
            foreach (var file in _context.Options.AdditionalFiles)
            {
                if (OptionFile.HasName(file.Path))
                    SearchFile(file);
            }

            SearchValues(_provider.GlobalOptions);

            // Only where our targets are not at work: a look at every tree is not free.
            if (_provider.GlobalOptions.TryGetValue(FilesAreHandedOver, out _))
                return;

            foreach (var tree in _context.Compilation.SyntaxTrees)
                SearchValues(_provider.GetOptions(tree));
        }

        private void SearchFile(AdditionalText additional)
        {
            var text = additional.GetText(_context.CancellationToken);
            var content = text?.ToString();
            if (text is null || content is null || !OptionFile.MayHaveOptions(content))
                return;

            var file = OptionFile.Read(additional.Path, text, content);
            foreach (var line in file.Lines)
            {
                if (!TryFindProblem(file, line, out var problem) || !IsRead(additional.Path, file, line))
                    continue;

                var location = Location.Create(additional.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span));
                Report(location, line.Key, line.Value, string.Empty, problem);
            }
        }

        /// <summary>What no file explains: a value from a file that was not handed over, or from another host.</summary>
        private void SearchValues(AnalyzerConfigOptions options)
        {
            foreach (var definition in KnownOptions.All)
            {
                if (options.TryGetValue(definition.Key, out var value) && !definition.Accepts(value) && !_reported.Contains(Name(definition.Key, value)))
                    Report(Location.None, definition.Key, value, " in an .editorconfig or .globalconfig", DescribeAllowed(definition));
            }
        }

        private void Report(Location location, string key, string value, string where, string problem)
        {
            _reported.Add(Name(key, value));
            _context.ReportDiagnostic(Diagnostic.Create(InvalidOption.Descriptor, location, key, value, where, problem));
        }

        private static string Name(string key, string value) => key + "=" + value;

        private static bool TryFindProblem(OptionFile file, OptionLine line, out string problem)
        {
            if (line.RuleId is { } id)
            {
                problem = RuleIds.All.Contains(id) ? string.Empty : "there is no rule " + id + Instead(RuleIds.NearestTo(id), "the rules are ", RuleIds.All);
                return problem.Length > 0;
            }

            var definition = KnownOptions.Find(line.Key);
            if (definition is null)
                problem = "there is no such option" + Instead(KnownOptions.NearestTo(line.Key), "the options are ", KnownOptions.Keys);
            else if (!definition.Accepts(line.Value))
                problem = DescribeAllowed(definition);
            else if (line.IsOutsideSections && !file.IsGlobal)
                problem = "it stands before the first section, such as [*.cs], and has no effect; the default, " + definition.DefaultText + ", is used";
            else if (line.IsCutByComment && definition == KnownOptions.OwnershipMethods)
                problem = "';' starts a comment here, so the rest of the line is not read; allowed is " + definition.AllowedText;
            else
                problem = string.Empty;

            return problem.Length > 0;
        }

        private static string DescribeAllowed(OptionDefinition definition) =>
            "allowed is " + definition.AllowedText + "; the default, " + definition.DefaultText + ", is used";

        private static string Instead(string? nearest, string all, IEnumerable<string> names) =>
            nearest is null ? "; " + all + string.Join(", ", names) : "; did you mean " + nearest + "?";

        /// <summary>
        /// Does the compiler read the line for this project? The files of all folders up to the root of the disk come along, also those above
        /// a file with <c>root = true</c>, and those whose sections name no file of this project.
        /// </summary>
        private bool IsRead(string path, OptionFile file, OptionLine line)
        {
            if (line.IsOutsideSections && !file.IsGlobal)
                return !IsBehindRoot(path);

            if (line.RuleId is { } id)
                return IsSeverityRead(id);

            if (Holds(_provider.GlobalOptions, line))
                return true;

            foreach (var tree in _context.Compilation.SyntaxTrees)
            {
                if (Holds(_provider.GetOptions(tree), line))
                    return true;
            }

            return false;
        }

        // The compiler keeps severities apart from the options.
        private bool IsSeverityRead(string id)
        {
            if (_context.Compilation.Options.SyntaxTreeOptionsProvider is not { } severities)
                return false;
            if (severities.TryGetGlobalDiagnosticValue(id, _context.CancellationToken, out _))
                return true;

            foreach (var tree in _context.Compilation.SyntaxTrees)
            {
                if (severities.TryGetDiagnosticValue(tree, id, _context.CancellationToken, out _))
                    return true;
            }

            return false;
        }

        private static bool Holds(AnalyzerConfigOptions options, OptionLine line) =>
            options.TryGetValue(line.Key, out var value) && string.Equals(value, line.Value, StringComparison.OrdinalIgnoreCase);

        // A line outside the sections leaves no trace in the options, so only the files can tell. One root below is enough to be silent.
        private bool IsBehindRoot(string path)
        {
            var folder = OptionFile.FolderOf(path);
            foreach (var other in _context.Options.AdditionalFiles)
            {
                var otherFolder = OptionFile.FolderOf(other.Path);
                if (otherFolder.Length > folder.Length
                    && OptionFile.HasName(other.Path)
                    && otherFolder.StartsWith(folder, StringComparison.Ordinal)
                    && other.GetText(_context.CancellationToken) is { } text
                    && OptionFile.Read(other.Path, text, text.ToString()).IsRoot)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
