"""The names of the sample firm's leads. Everybody in here is invented."""

from __future__ import annotations

from typing import Final

CROWD: Final = tuple(
    name.strip()
    for name in """
    Priya Raman; Arjun Venkataraman; Meera Chandrasekhar; Rohan Deshpande; Kavita Bhandari
    Anil Mukherjee; Sunita Kulkarni; Vikram Ahluwalia; Leela Parthasarathy; Nikhil Bose
    Harpreet Dhillon; Gurleen Sandhu; Tariq Qureshi; Ayesha Siddiqui; Bilal Chaudhry
    Nadia Rahman; Farhan Islam; Dilani Jayawardena; Ruwan Perera; Bishal Shrestha
    Mei Lin Zhao; Jian Huang; Xiu Ying Tang; Wei Cheng; Li Na Guo
    Cheuk Yan Lau; Ka Wai Leung; Hsin-Yi Chou; Chun-Hao Tseng; Grace Pan
    Nguyễn Thị Hạnh; Trần Quốc Bảo; Phạm Minh Anh; Lê Hoàng Vũ; Đặng Thu Trang
    Haruka Morita; Kenji Nakashima; Yuki Okabe; Satoshi Inagaki; 伊藤 さくら
    Ji-woo Seo; Min-jun Bae; Hye-jin Noh; Seung-ho Ryu; 박지훈
    Somchai Rattanakul; Malee Wongsawat; Dewi Kusuma; Agus Hartono; Nurul Izzati Osman
    Jose Mari Villanueva; Liza Macaraeg; Rommel Dizon; Analyn Bautista; Jericho Salonga
    María José Ibáñez; Andrés Quiñones; Ximena Galván; Héctor Zúñiga; Lucía Peñaloza
    Joaquín Arriaga; Guadalupe Cisneros; Óscar Benavides; Rocío Aguirre; Iván Castañeda
    Marisol Echeverría; Esteban Llanos; Paloma Urrutia; Ramón Valdivia; Noemí Saldaña
    Camila Restrepo; Juan Pablo Arango; Valentina Ospina; Gonzalo Etcheverry; Inés Larrañaga
    João Sepúlveda; Beatriz Guimarães; Thiago Nogueira; Luísa Falcão; Otávio Brandão
    Chidi Nwankwo; Adaeze Obi; Tunde Akinola; Folake Adeyemi; Ngozi Umeh
    Kwame Boateng; Abena Ofori; Kofi Asante; Wanjiru Kamau; Otieno Odhiambo
    Selam Tesfaye; Dawit Bekele; Hodan Warsame; Abdi Farah; Thandeka Mokoena
    Sipho Ndlovu; Amara Diallo; Moussa Traoré; Aïssatou Camara; Jean-Claude Mbarga
    Layla Haddad; Omar Khoury; Rania Mansour; Karim Benali; Yasmine El Amrani
    Samir Boutros; Huda Al-Jabouri; Mustafa Al-Tamimi; Dina Fawzy; Walid Shaheen
    Shirin Farahani; Kaveh Moradi; Parisa Tehrani; Babak Eskandari; Roya Kazemi
    Elif Yıldırım; Mehmet Öztürk; Zeynep Şahin; Can Karaca; Ayşe Güneş
    Ani Hovhannisyan; Tigran Avetisyan; Nino Beridze; Giorgi Lomidze; Yael Ben-Ami
    Noam Shapira; Tamar Azoulay; Avi Grossman; Rivka Feldstein; Mordechai Katzman
    Olena Kravchuk; Andrii Bondarenko; Svetlana Morozova; Dmitri Gusev; Наталія Шевчук
    Katarzyna Wójcik; Paweł Zieliński; Małgorzata Dąbrowska; Łukasz Krawczyk; Agnieszka Król
    Jiří Dvořáček; Tereza Nováčková; Zsófia Szabó; Gábor Fekete; Ágnes Lengyel
    Ioana Munteanu; Bogdan Ionescu; Vesna Kovačević; Milan Đorđević; Jelena Petrović
    Eleni Papadakis; Nikos Stavrou; Dimitra Vlachou; Giulia Marchetti; Lorenzo Bellini
    Chiara Santoro; Matteo Ricciardi; Élodie Marchand; Benoît Lefèvre; Hélène Garnier
    Mathieu Roussel; Anaïs Delacroix; Jürgen Hofstätter; Annika Vogel; Björn Achterberg
    Käthe Lindemann; Florian Größl; Ulrike Brandt; Maarten van der Heijden; Sanne de Wit
    Pieter Verhoeven; Astrid Sørensen; Lars Mikkelsen; Ingrid Håkansson; Nils Öberg
    Søren Kjær; Liv Haugland; Aino Virtanen; Mikko Lahtinen; Guðrún Einarsdóttir
    Siobhán O'Rourke; Declan Fitzgibbon; Niamh Gallagher; Fergus MacAllister; Rhys Llewellyn
    Bronwen Pritchard; Imogen Thackeray; Alistair Penhaligon; Nigel Ashworth; Harriet Winslow
    Tamika Broadnax; DeShawn Pettway; Latoya Gaines; Marcus Hightower; Keisha Tolliver
    Jamal Whitaker; Renee Thibodeaux; Andre Boudreaux; Simone Batiste; Terrence Ledbetter
    Emily Hargrove; Jason Pruitt; Megan Stoddard; Tyler Beckwith; Ashley Lundgren
    Brian Kowalczyk; Heather McCready; Scott Vandenberg; Amy Rasmussen; Kevin Dougherty
    Rebecca Steinmetz; Daniel Osterhout; Laura Whitcomb; Greg Halvorsen; Christine Abernathy
    Patricia Mulcahy; Ronald Stenger; Barbara Kimbrough; Larry Dunleavy; Judith Farnsworth
    Walter Lindqvist; Dorothy Pickering; Gerald Novotny; Phyllis Drummond; Eugene Sackett
    Autumn Redhawk; Cody Littlebear; Kaleo Kahananui; Leilani Nakoa; Tavita Faleolo
    Zoe Castellanos; Ethan Brightwater; Maya Lockridge; Noah Tillman; Chloe Vandermeer
    Skyler Amundsen; Jordan Ellery; Casey Underhill; Morgan Treadwell; Riley Sandoval
    Quinn Abbott; Rosalind Achebe; Sam Okonjo; Tess Hallorann; Dana Whitfield
    """.replace("\n", ";").split(";")  # noqa: RUF001 - a Turkish name has its dotless i
    if name.strip()
)
"""In the order in which they are dealt out to the webinars."""
