using System.ComponentModel;
using System.Globalization;

namespace Nexus.Reactive;

/// <summary>Converts a <see cref="Symbol"/> from and to a string.</summary>
internal sealed class SymbolTypeConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? Symbol.Parse(text) : base.ConvertFrom(context, culture, value);
}
