using System.Runtime.InteropServices;

namespace Nexus.Desk.Window.Toolkit;

/// <summary>The functions of GTK 3 that the window uses. Call them on the UI thread only, except <see cref="AddIdle"/>.</summary>
internal static unsafe partial class Gtk
{
    public const int Horizontal = 0;
    public const int Vertical = 1;

    private const string Library = "libgtk-3.so.0";
    private const string Glib = "libglib-2.0.so.0";
    private const string Objects = "libgobject-2.0.so.0";

    /// <summary>Whether the library is installed.</summary>
    public static bool IsInstalled => NativeLibrary.TryLoad(Library, out _);

    [LibraryImport(Library, EntryPoint = "gtk_init_check")]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool Initialize(nint argc, nint argv);

    [LibraryImport(Library, EntryPoint = "gtk_main")]
    public static partial void Run();

    [LibraryImport(Library, EntryPoint = "gtk_main_quit")]
    public static partial void Quit();

    [LibraryImport(Library, EntryPoint = "gtk_window_new")]
    public static partial nint CreateWindow(int type);

    [LibraryImport(Library, EntryPoint = "gtk_window_set_title", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetTitle(nint window, string title);

    [LibraryImport(Library, EntryPoint = "gtk_window_set_default_size")]
    public static partial void SetSize(nint window, int width, int height);

    [LibraryImport(Library, EntryPoint = "gtk_widget_show_all")]
    public static partial void ShowAll(nint widget);

    [LibraryImport(Library, EntryPoint = "gtk_box_new")]
    public static partial nint CreateBox(int orientation, int spacing);

    [LibraryImport(Library, EntryPoint = "gtk_box_pack_start")]
    public static partial void Pack(nint box, nint child, [MarshalAs(UnmanagedType.Bool)] bool expands, [MarshalAs(UnmanagedType.Bool)] bool fills, uint padding);

    [LibraryImport(Library, EntryPoint = "gtk_scrolled_window_new")]
    public static partial nint CreateScrolled(nint horizontal, nint vertical);

    [LibraryImport(Library, EntryPoint = "gtk_container_add")]
    public static partial void Add(nint container, nint child);

    [LibraryImport(Library, EntryPoint = "gtk_container_remove")]
    public static partial void Remove(nint container, nint child);

    [LibraryImport(Library, EntryPoint = "gtk_label_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint CreateLabel(string text);

    [LibraryImport(Library, EntryPoint = "gtk_label_set_text", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetText(nint label, string text);

    [LibraryImport(Library, EntryPoint = "gtk_label_get_text")]
    private static partial nint ReadText(nint label);

    [LibraryImport(Library, EntryPoint = "gtk_label_set_xalign")]
    public static partial void Align(nint label, float start);

    [LibraryImport(Library, EntryPoint = "gtk_css_provider_new")]
    private static partial nint CreateStyle();

    [LibraryImport(Library, EntryPoint = "gtk_css_provider_load_from_data", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadStyle(nint style, string text, nint length, nint error);

    [LibraryImport("libgdk-3.so.0", EntryPoint = "gdk_screen_get_default")]
    private static partial nint GetScreen();

    [LibraryImport(Library, EntryPoint = "gtk_style_context_add_provider_for_screen")]
    private static partial void AddStyle(nint screen, nint style, uint priority);

    [LibraryImport(Library, EntryPoint = "gtk_bin_get_child")]
    public static partial nint GetChild(nint bin);

    [LibraryImport(Library, EntryPoint = "gtk_list_box_new")]
    public static partial nint CreateList();

    [LibraryImport(Library, EntryPoint = "gtk_list_box_row_new")]
    public static partial nint CreateRow();

    [LibraryImport(Library, EntryPoint = "gtk_list_box_insert")]
    public static partial void Insert(nint list, nint row, int position);

    [LibraryImport(Library, EntryPoint = "gtk_list_box_get_row_at_index")]
    public static partial nint GetRow(nint list, int index);

    [LibraryImport(Library, EntryPoint = "gtk_list_box_get_selected_row")]
    public static partial nint GetSelected(nint list);

    [LibraryImport(Library, EntryPoint = "gtk_list_box_select_row")]
    public static partial void Select(nint list, nint row);

    [LibraryImport(Library, EntryPoint = "gtk_widget_get_window")]
    public static partial nint GetSurface(nint widget);

    [LibraryImport("libgdk-3.so.0", EntryPoint = "gdk_pixbuf_get_from_window")]
    public static partial nint Photograph(nint surface, int x, int y, int width, int height);

    [LibraryImport("libgdk_pixbuf-2.0.so.0", EntryPoint = "gdk_pixbuf_savev", StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool Save(nint picture, string path, string type, nint keys, nint values, nint error);

    [LibraryImport(Objects, EntryPoint = "g_object_ref")]
    public static partial nint Keep(nint item);

    [LibraryImport(Objects, EntryPoint = "g_object_unref")]
    public static partial void Release(nint item);

    [LibraryImport(Objects, EntryPoint = "g_signal_connect_data", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nuint Connect(nint item, string signal, delegate* unmanaged<nint, nint, void> handler, nint data, nint destroy, int flags);

    /// <summary>Runs a function on the UI thread; any thread may call it.</summary>
    [LibraryImport(Glib, EntryPoint = "g_idle_add")]
    public static partial uint AddIdle(delegate* unmanaged<nint, int> function, nint data);

    public static string GetText(nint label) => Marshal.PtrToStringUTF8(ReadText(label)) ?? "";

    /// <summary>Applies CSS to all windows.</summary>
    public static void Style(string css)
    {
        const uint ForApplications = 600;
        var style = CreateStyle();
        ReadStyle(style, css, -1, 0);
        AddStyle(GetScreen(), style, ForApplications);
    }
}
