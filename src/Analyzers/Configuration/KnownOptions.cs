using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;

namespace SocketAnalyzers.Configuration;

/// <summary>The one list of options: the reader, SOCK000, the documentation and its test all use it.</summary>
internal static class KnownOptions
{
    public static readonly OptionDefinition<int> Somaxconn = new(
        "somaxconn", 4096, "4096", "a whole number from 1 to 2147483647", TryParsePositive);

    // Null stands for "decided from the target framework"; no value can say that, 'unset' can.
    public static readonly OptionDefinition<bool?> RuntimeSetsReuseAddress = new(
        "runtime_sets_reuse_address", null, "decided from the target framework", "true or false", TryParseOptionalBoolean);

    public static readonly OptionDefinition<bool> AllowPortSharing = new(
        "allow_port_sharing", false, "false", "true or false", TryParseBoolean);

    public static readonly OptionDefinition<ImmutableArray<string>> OwnershipMethods = new(
        "ownership_methods",
        ImmutableArray<string>.Empty,
        "an empty list",
        "a comma-separated list of names such as Handle or Namespace.Type.Method",
        TryParseNames);

    public static readonly OptionDefinition<HelperUse> Helper = new(
        "helper", HelperUse.Auto, "auto", "auto, never or always", TryParseHelperUse);

    /// <summary>All of them, in the order of the documentation.</summary>
    public static readonly ImmutableArray<OptionDefinition> All = ImmutableArray.Create<OptionDefinition>(
        Somaxconn, RuntimeSetsReuseAddress, AllowPortSharing, OwnershipMethods, Helper);

    /// <summary>The whole keys, in the order of the documentation.</summary>
    public static IEnumerable<string> Keys => All.Select(static definition => definition.Key);

    /// <summary>What may have been meant: the prefix and the name may each be a little wrong.</summary>
    public static string? NearestTo(string key)
    {
        var name = OptionDefinition.Prefix + key.Substring(key.IndexOf('.') + 1);
        return Misspelling.NearestOf(name, Keys);
    }

    /// <summary>Null for a key that is no option of ours.</summary>
    public static OptionDefinition? Find(string key)
    {
        foreach (var definition in All)
        {
            if (string.Equals(definition.Key, key, StringComparison.OrdinalIgnoreCase))
                return definition;
        }

        return null;
    }

    private static bool TryParsePositive(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;

    private static bool TryParseBoolean(string text, out bool value)
    {
        value = string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
        return value || string.Equals(text, "false", StringComparison.OrdinalIgnoreCase);
    }

    private static bool TryParseOptionalBoolean(string text, out bool? value)
    {
        var valid = TryParseBoolean(text, out var parsed);
        value = parsed;
        return valid;
    }

    // Not Enum.TryParse, which takes numbers too.
    private static bool TryParseHelperUse(string text, out HelperUse value)
    {
        foreach (var use in new[] { HelperUse.Auto, HelperUse.Never, HelperUse.Always })
        {
            value = use;
            if (string.Equals(text, use.ToString(), StringComparison.OrdinalIgnoreCase))
                return true;
        }

        value = HelperUse.Auto;
        return false;
    }

    // A semicolon starts a comment in the files, but a host may hand the value over by another way.
    private static bool TryParseNames(string text, out ImmutableArray<string> value)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var part in text.Split(',', ';'))
        {
            var name = part.Trim();
            if (name.Length == 0)
                continue;

            if (!IsDottedName(name))
            {
                value = ImmutableArray<string>.Empty;
                return false;
            }

            names.Add(name);
        }

        value = names.ToImmutable();
        return true;
    }

    private static bool IsDottedName(string name)
    {
        var atStart = true;
        foreach (var c in name)
        {
            if (c == '.')
            {
                if (atStart)
                    return false;

                atStart = true;
            }
            else if (c == '_' || char.IsLetter(c) || (!atStart && char.IsLetterOrDigit(c)))
            {
                atStart = false;
            }
            else
            {
                return false;
            }
        }

        return !atStart;
    }
}

/// <summary>Whether a fix calls the runtime library or writes out what it does.</summary>
internal enum HelperUse
{
    /// <summary>Call it where every target framework of the project has it.</summary>
    Auto,

    Never,

    Always,
}
